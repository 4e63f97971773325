import { effect, signal, untracked } from '@preact/signals'
import type { AcceptBody, AnswerReply, ChangeCause, ComparisonReply } from '../../../server/contract/answer.ts'
import type { Appointment, Me, RequestDetail } from '../../../server/contract/desk.ts'
import type { Api, Failure } from '../../api.ts'
import type { Dialog, How, Intent } from './dialogs.ts'
import { createPicker } from './picker.ts'

export type Answering = ReturnType<typeof createAnswering>

/** How a request is answered: one dialog after the other, each with one question. */
export function createAnswering(from: {
  api: Api
  practice: Me['practices'][number]
  clock: () => number
  announce: (text: string) => void
  onFailure: (failure: Failure) => void
  /** Reads the PMS anew; never fails, since what was read before can be compared as well. */
  sync: (isWanted: () => boolean) => Promise<void>
  /** A request came back changed. */
  onAnswered: (request: RequestDetail) => void
  /** The request is no longer as it stands here. */
  onStale: () => void
  /** The last dialog went away. */
  onClosed: (isAnswered: boolean) => void
}) {
  const { api, practice, clock, announce, onFailure, sync, onAnswered, onStale, onClosed } = from
  const dialog = signal<Dialog | null>(null)
  /** As it was on the screen when it was begun to be answered. */
  const request = signal<RequestDetail | null>(null)
  const isBusy = signal(false)
  const fault = signal<Failure | null>(null)
  let isAnswered = false

  // A picker reads by itself until it is left.
  const stopPicker = effect(() => {
    const picker = dialog.value?.at === 'pick' ? dialog.value.picker : null
    return () => picker?.stop()
  })

  function show(next: Dialog | null): void {
    fault.value = null
    dialog.value = next
  }

  function take(of: RequestDetail): void {
    request.value = of
    isAnswered = false
  }

  function begin(of: RequestDetail, next: Dialog): void {
    take(of)
    show(next)
  }

  function close(): void {
    if (dialog.value === null) return
    isBusy.value = false
    show(null)
    onClosed(isAnswered)
  }

  const pathOf = (of: RequestDetail, what: string) => `requests/${encodeURIComponent(of.id)}/${what}`

  /** Sends an answer. Null: it was refused, and the dialog says why. */
  async function send(what: string, body: object): Promise<AnswerReply | null> {
    const of = request.value
    if (!of || isBusy.value) return null
    isBusy.value = true
    fault.value = null
    const reply = await api.change<AnswerReply>(practice.id, pathOf(of, what), { revision: of.revision, ...body })
    isBusy.value = false
    if (reply.ok) {
      isAnswered = true
      request.value = reply.value.request
      onAnswered(reply.value.request)
      return reply.value
    }
    const { failure } = reply
    onFailure(failure)
    if (failure.refusal === 'answered-already' && failure.problem?.answered) {
      isAnswered = true
      show({ at: 'answered', answered: failure.problem.answered })
      onStale()
      return null
    }
    if (failure.refusal === 'changed-meanwhile') {
      isBusy.value = true
      await look(of)
      isBusy.value = false
    }
    fault.value = failure
    return null
  }

  /** Something small was changed meanwhile, as by a note: the next try goes by how it stands now. */
  async function look({ id }: RequestDetail): Promise<void> {
    const reply = await api.request(practice.id, id)
    if (!reply.ok || request.value?.id !== id) return
    request.value = reply.value
    onStale()
  }

  /** @param isSynced - Is the PMS read first, where there is one? */
  async function compare(intent: Intent, isSynced = false): Promise<void> {
    const of = request.value
    if (!of) return
    if (isSynced && practice.mode !== 'own') {
      show({ at: 'comparing', intent, isSyncing: true })
      const syncing = dialog.value
      await sync(() => dialog.value === syncing)
      if (dialog.value !== syncing) return
    }
    show({ at: 'comparing', intent })
    const asking = dialog.value
    const reply = await api.read<ComparisonReply>(practice.id, pathOf(of, 'comparison'))
    // Put off, or asked again, while it was looked up.
    if (dialog.value !== asking) return
    if (!reply.ok) {
      onFailure(reply.failure)
      fault.value = reply.failure
      return
    }
    const comparison = intent === 'move' ? withoutLinked(reply.value, of) : reply.value
    const best = comparison.patients[0]
    const exact = best?.isExact ? best.appointments.find(({ isExact }) => isExact) : undefined
    if (intent === 'accept' && comparison.kind === 'exact' && exact) return link(exact, 'exact')
    const fits = comparison.patients.filter(({ appointments }) => appointments.length > 0)
    if (fits.length > 0) {
      const first = fits[0]!
      show({ at: 'same', intent, comparison, patient: first.id, appointment: first.appointments[0]!.id })
    } else if (intent === 'accept' && practice.mode === 'own') show({ at: 'create', back: null })
    else show({ at: 'none', intent, comparison })
  }

  /** Links at once where nothing differs; the server has the last word on that. */
  async function link(appointment: Appointment, how: How = 'linked'): Promise<void> {
    const before = dialog.value
    const intent = before && 'intent' in before ? before.intent : 'accept'
    const correct = () => {
      if (before) show({ at: 'correct', intent, appointment, cause: null, isMissing: false, back: before })
    }
    const isMove = intent === 'move'
    if (isMove || (how !== 'exact' && differs(appointment))) return correct()
    const reply = await accept({ kind: 'link', appointment: appointment.id, isCorrected: false })
    if (reply) return done(how, reply)
    if (fault.value?.refusal === 'needs-confirmation') correct()
  }

  const accept = (how: Partial<AcceptBody['how']>, cause?: ChangeCause | null) =>
    send('accept', { how, mail: 'ask', ...(cause ? { cause } : {}) })

  function differs(appointment: Appointment): boolean {
    const of = request.value
    const candidate = candidateOf(appointment.id)
    if (!of) return false
    const isOtherTime = Date.parse(appointment.start) !== Date.parse((of.asked ?? of).start)
    const who = candidate?.fields.find(({ field }) => field === 'practitioner')
    return isOtherTime || (who !== undefined && who.verdict !== 'same')
  }

  function candidateOf(id: string) {
    const open = dialog.value
    if (open?.at !== 'same') return undefined
    return open.comparison.patients.flatMap(({ appointments }) => appointments).find((each) => each.id === id)
  }

  function done(how: How, reply: AnswerReply): void {
    const words: Record<How, string> = {
      exact: 'Linked to the appointment',
      linked: 'Linked to the appointment',
      created: 'Accepted',
      unlinked: 'Accepted',
      moved: 'Rescheduled',
    }
    announce(words[how])
    show({ at: 'done', how, reply })
  }

  function pick(of: RequestDetail, purpose: 'accept' | 'reschedule', timeZone: string): void {
    const { wish } = of
    const around = Date.parse((wish ?? of.asked ?? of).start)
    const wished = practice.practitioners.find(({ name }) => name === wish?.practitioner)?.id ?? null
    const practitioner = wish ? wished : of.anyone ? null : (of.practitionerIds[0] ?? null)
    const place = { api, practice: practice.id, timeZone, clock, onFailure }
    begin(of, { at: 'pick', picker: createPicker({ ...place, request: of, purpose, practitioner, around }) })
  }

  return {
    practice,
    dialog,
    request,
    isBusy,
    /** Why the last try brought nothing; stands in the dialog. */
    fault,
    close,
    show,

    /**
     * Compares with the schedule: what is exact is linked at once.
     *
     * @param isSynced - Is the PMS read first, since it was just entered there?
     */
    accept(of: RequestDetail, isSynced = false) {
      take(of)
      return compare('accept', isSynced)
    },
    /** The same, but staff choose, however well it fits. */
    link(of: RequestDetail) {
      take(of)
      return compare('link')
    },
    compareAgain() {
      const open = dialog.value
      return compare(open && 'intent' in open ? open.intent : open?.at === 'move' ? 'move' : 'accept', true)
    },
    choosePatient(id: string) {
      const open = dialog.value
      if (open?.at !== 'same') return
      const patient = open.comparison.patients.find((each) => each.id === id)
      if (patient) show({ ...open, patient: id, appointment: patient.appointments[0]?.id ?? null })
    },
    chooseAppointment(id: string) {
      const open = dialog.value
      if (open?.at === 'same') show({ ...open, appointment: id })
    },
    async linkChosen(): Promise<void> {
      const open = dialog.value
      const chosen = open?.at === 'same' && open.appointment !== null ? candidateOf(open.appointment) : undefined
      if (chosen) await link(chosen)
    },
    chooseCause(cause: ChangeCause | null) {
      const open = dialog.value
      if (open?.at === 'correct') show({ ...open, cause, isMissing: false })
    },
    /** Links to an appointment at another time, or with somebody else, now that staff have seen it. */
    async correctAndLink(): Promise<void> {
      const open = dialog.value
      if (open?.at !== 'correct') return
      if (open.cause === null) return show({ ...open, isMissing: true })
      const { appointment, cause, intent } = open
      if (intent === 'move') {
        const reply = await send('reschedule', { appointment: appointment.id, cause })
        if (reply) done('moved', reply)
        return
      }
      const reply = await accept({ kind: 'link', appointment: appointment.id, isCorrected: true }, cause)
      if (reply) done('linked', reply)
    },
    /** None of those listed is it. */
    noMatch() {
      const open = dialog.value
      if (open?.at !== 'same') return
      const canMake = practice.mode === 'own' || practice.mode === 'writes'
      show(canMake ? { at: 'create', back: open } : { at: 'none', intent: open.intent, comparison: open.comparison })
    },
    createInstead() {
      show({ at: 'create', back: dialog.value })
    },
    async create(): Promise<void> {
      const reply = await accept({ kind: 'create' })
      if (reply) done('created', reply)
    },
    async acceptUnlinked(): Promise<void> {
      const reply = await accept({ kind: 'unlinked' })
      if (reply) done('unlinked', reply)
    },
    anotherTime: (of: RequestDetail, timeZone: string) => pick(of, 'accept', timeZone),
    /** A visit moves: here where its appointment can be moved from here, else staff enter it in their software first. */
    reschedule(of: RequestDetail, timeZone: string) {
      if (practice.mode === 'own' || practice.mode === 'writes') pick(of, 'reschedule', timeZone)
      else begin(of, { at: 'move' })
    },
    async takePicked(): Promise<void> {
      const open = dialog.value
      if (open?.at !== 'pick') return
      const { picker } = open
      const time = picker.chosen.value
      if (!time) return picker.unoffered.value?.rules === null ? picker.askRules() : undefined
      const cause = picker.cause.value
      const isMove = picker.purpose === 'reschedule'
      picker.isCauseMissing.value = cause === null && (isMove || !picker.isAsAsked())
      if (picker.isCauseMissing.value) return
      const reply = await (isMove
        ? send('reschedule', { time, cause: cause ?? 'other' })
        : accept({ kind: 'create', time }, cause))
      if (reply) done(isMove ? 'moved' : 'created', reply)
      // Taken meanwhile: what is listed is no longer so.
      else if (fault.value) void picker.read()
    },
    /** The answer to the question whether to send a confirmation. */
    async confirm(isSent: boolean): Promise<void> {
      const of = request.value
      if (!of || isBusy.value) return
      isBusy.value = true
      fault.value = null
      const reply = await api.change<AnswerReply>(practice.id, pathOf(of, 'confirmation'), { send: isSent })
      isBusy.value = false
      if (!reply.ok) {
        onFailure(reply.failure)
        fault.value = reply.failure
        return
      }
      onAnswered(reply.value.request)
      announce(isSent ? 'Confirmation email sent' : 'No email sent')
      close()
    },
    askReject: (of: RequestDetail) => begin(of, { at: 'reject', reason: null, tell: true, isMissing: false }),
    askCancel: (of: RequestDetail) => begin(of, { at: 'cancel', reason: null, tell: true, isMissing: false }),
    change(change: { reason?: string | null; tell?: boolean }) {
      const open = dialog.value
      if (open?.at === 'reject' || open?.at === 'cancel') show({ ...open, ...change, isMissing: false })
    },
    /** Rejects or cancels, as the dialog asks. */
    async refuse(): Promise<void> {
      const open = dialog.value
      if (open?.at !== 'reject' && open?.at !== 'cancel') return
      const { at, reason, tell } = open
      if (reason === null) return show({ ...open, isMissing: true })
      const reply = await send(at, { reason, tell })
      if (!reply) return
      announce(at === 'reject' ? 'Rejected' : 'Cancelled')
      close()
    },
    /** Takes a link back: the request waits again. */
    async unlink(of?: RequestDetail): Promise<void> {
      if (of) take(of)
      const reply = await send('unlink', {})
      if (!reply) return
      announce('The link is undone, the request waits again')
      close()
    },
    /** The patient asked for another time, and it stays as it is. */
    async keep(of: RequestDetail): Promise<void> {
      take(of)
      if (await send('keep', {})) announce('Kept as it is')
    },
    /** What the patient has cancelled is cancelled in the PMS too. */
    async cancelledThere(of: RequestDetail): Promise<void> {
      take(of)
      if (await send('cancelled-there', {})) announce('Noted: cancelled in the PMS')
    },
    stop() {
      untracked(() => show(null))
      stopPicker()
    },
  }
}

/** A visit can't be moved to the appointment that it already is. */
function withoutLinked(comparison: ComparisonReply, { appointment }: RequestDetail): ComparisonReply {
  const patients = comparison.patients.map((patient) => ({
    ...patient,
    appointments: patient.appointments.filter(({ id }) => id !== appointment?.id),
  }))
  return { ...comparison, patients: patients.filter(({ appointments }) => appointments.length > 0) }
}
