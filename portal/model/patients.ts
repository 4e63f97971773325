import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals'
import type { Role } from '../../server/contract/desk.ts'
import type {
  InvitationOutcome,
  PatientChanged,
  PatientExport,
  PatientPage,
  PossibleDuplicate,
} from '../../server/contract/patients.ts'
import type { Api, Failure } from '../api.ts'
import { createAct } from './act.ts'
import { createPatientEdit } from './patient-edit.ts'
import { createPatientList } from './patient-list.ts'
import { createNewPatient } from './patient-new.ts'
import { fullName } from './patient-words.ts'
import { formatPatient, parsePatient } from './patients-address.ts'
import { formatRoom } from './route.ts'

export type PatientsModel = ReturnType<typeof createPatients>

/** The dialog that is open. */
export type PatientQuestion =
  | { about: 'new' }
  | { about: 'edit' }
  | { about: 'address' }
  /** `thenInvite`: an invitation waits for it. */
  | { about: 'consents'; thenInvite: boolean }
  | { about: 'outcome'; outcome: InvitationOutcome }
  | { about: 'account' }
  | { about: 'compare'; with: PossibleDuplicate; other: PatientPage | null }
  | { about: 'merge'; stays: PatientPage; goes: PatientPage }
  | { about: 'erase' }

/** What was done just now. `invite`: it can be answered with a new invitation. */
export type PatientNews = { words: string; invite?: true }

/** The patients of one practice: the list, the page that the address names, and what is done for one of them. */
export function createPatients(from: {
  api: Pick<Api, 'read' | 'change' | 'make'>
  practice: { id: string; role: Role }
  /** The part of the address after `#`. */
  hash: ReadonlySignal<string>
  /** Are the patients what the address names? */
  isOpen: ReadonlySignal<boolean>
  /** Moves on whenever something may have moved. */
  now: ReadonlySignal<number>
  go: (hash: string, step: 'on' | 'over' | 'back') => void
  /** Hands a file to the browser. */
  save: (name: string, text: string) => void
  newKey: () => string
  announce: (text: string) => void
  onFailure: (failure: Failure) => void
}) {
  const { api, practice, hash, isOpen, now, go, save, newKey, announce, onFailure } = from
  const page = signal<PatientPage | null>(null)
  const failure = signal<Failure | null>(null)
  const question = signal<PatientQuestion | null>(null)
  const news = signal<PatientNews | null>(null)
  const acting = createAct(onFailure)
  const id = computed(() => (isOpen.value ? parsePatient(hash.value) : null))
  const list = createPatientList({
    ...{ api, practice: practice.id, now, announce, onFailure },
    access: signal(null),
    isOpen: computed(() => isOpen.value && id.value === null),
  })
  const of = (which: string, what = '') => `patients/${encodeURIComponent(which)}${what && `/${what}`}`
  let latest = 0

  async function read(): Promise<void> {
    const wanted = id.peek()
    if (wanted === null) return
    const mine = ++latest
    const reply = await api.read<PatientPage>(practice.id, of(wanted))
    if (mine !== latest || wanted !== id.peek()) return
    if (reply.ok) page.value = reply.value
    else onFailure(reply.failure)
    // Erased or merged meanwhile: what stands here is nobody any more.
    if (!reply.ok && reply.failure.kind === 'not-found') page.value = null
    failure.value = reply.ok ? null : reply.failure
  }

  function put(patient: PatientPage): void {
    latest++
    failure.value = null
    if (patient.id === id.peek()) page.value = patient
    list.put(patient)
  }

  function ask(next: PatientQuestion | null): void {
    acting.clear()
    question.value = next
  }

  function tell(next: PatientNews): void {
    news.value = next
    announce(next.words)
  }

  /** One change of the open patient; null when it came to nothing. */
  async function change(what: string, body: object = {}): Promise<PatientChanged | null> {
    const open = page.peek()
    if (!open) return null
    news.value = null
    const done = await acting.run(() => api.change<PatientChanged>(practice.id, of(open.id, what), body))
    if (!done) {
      const refusal = acting.failure.peek()?.refusal
      if (refusal === 'changed-meanwhile' || refusal === 'not-found') await read()
      return null
    }
    put(done.value.patient)
    return done.value
  }

  function told(outcome: InvitationOutcome | null): void {
    question.value = outcome && { about: 'outcome', outcome }
    if (outcome) announce(outcome.isSent ? 'Invitation sent' : 'No invitation was sent')
  }

  async function sendInvitation(): Promise<void> {
    const done = await change('invitation')
    if (done) told(done.invitation)
  }

  const fresh = createNewPatient({
    ...{ api, practice: practice.id, newKey, announce, onFailure },
    onMade({ patient, invitation }) {
      ask(null)
      go(formatPatient(practice.id, patient.id), id.peek() === null ? 'on' : 'over')
      latest++
      page.value = patient
      if (invitation && !invitation.isSent) return told(invitation)
      tell({ words: invitation ? invitation.detail : `${fullName(patient)} is saved.` })
    },
  })
  const edit = createPatientEdit({
    ...{ api, practice: practice.id, page, read, onFailure },
    onSaved({ patient }) {
      put(patient)
      ask(null)
      tell({ words: 'The details are saved.' })
    },
  })

  const stopOpening = effect(() => {
    id.value
    untracked(() => {
      if (page.value?.id !== id.value) page.value = null
      failure.value = null
      news.value = null
      ask(null)
    })
  })
  const stopReading = effect(() => {
    id.value
    now.value
    untracked(() => void read())
  })

  return {
    practice,
    list,
    /** Id of the patient that the address names; null: the list. */
    id,
    page,
    /** Why the page could not be read last. */
    failure,
    question,
    news,
    acting,
    fresh,
    edit,
    mayChange: practice.role !== 'read-only',
    isOwner: practice.role === 'owner',
    read,
    ask,
    hrefOf: (which: string) => formatPatient(practice.id, which),
    listHref: formatRoom(practice.id, 'patients'),
    close: () => go(formatRoom(practice.id, 'patients'), 'back'),
    askNew(): void {
      fresh.begin()
      ask({ about: 'new' })
    },
    askEdit(): void {
      edit.begin()
      ask({ about: 'edit' })
    },
    sendInvitation,
    async correctAddress(email: string, isSending: boolean): Promise<void> {
      const revision = page.peek()?.revision
      const done = await change('address', { email, revision, sendInvitation: isSending })
      if (!done) return
      told(done.invitation)
      if (!done.invitation) tell({ words: 'The address is corrected. Earlier links are dead.' })
    },
    /** Keeps what differs from how it stands; nothing is recorded of the rest. */
    async changeConsents(to: { email: boolean; text: boolean }, note: string, thenInvite: boolean): Promise<void> {
      const now = page.peek()?.consent
      if (!now) return
      const changed = {
        ...(to.email === now.email ? {} : { email: to.email }),
        ...(to.text === now.text ? {} : { text: to.text }),
      }
      if (Object.keys(changed).length > 0) {
        const done = await change('consents', { ...changed, ...(note.trim() ? { note: note.trim() } : {}) })
        if (!done) return
      }
      if (thenInvite && to.email && to.text) return sendInvitation()
      ask(null)
      if (Object.keys(changed).length > 0) tell({ words: 'The consents are recorded.' })
    },
    async removeAccess(): Promise<void> {
      const done = await change('access/remove')
      if (!done) return
      ask(null)
      tell({ words: `${fullName(done.patient)} can no longer sign in, and the link is dead.`, invite: true })
    },
    /** Opens the comparison, and reads the rest of the other one. */
    async compare(duplicate: PossibleDuplicate): Promise<void> {
      ask({ about: 'compare', with: duplicate, other: null })
      const done = await acting.run(() => api.read<PatientPage>(practice.id, of(duplicate.patient.id)))
      const still = question.peek()
      if (!done || still?.about !== 'compare' || still.with !== duplicate) return
      question.value = { ...still, other: done.value }
    },
    async notTheSame(other: string): Promise<void> {
      if (!(await change('distinct', { other }))) return
      ask(null)
      tell({ words: 'They are kept apart, and not suggested again.' })
    },
    async merge(stays: PatientPage, goes: PatientPage): Promise<void> {
      const body = { other: goes.id, revision: stays.revision }
      const done = await acting.run(() => api.change<PatientChanged>(practice.id, of(stays.id, 'merge'), body))
      if (!done) return void (await read())
      ask(null)
      if (stays.id !== id.peek()) go(formatPatient(practice.id, stays.id), 'over')
      page.value = done.value.patient
      tell({ words: 'The two records are one now.' })
    },
    /** Everything that is kept of the open patient, as a file. Its name says nothing of them. */
    async exportAll(today: string): Promise<void> {
      const open = page.peek()
      if (!open) return
      const done = await acting.run(() => api.change<PatientExport>(practice.id, of(open.id, 'export')))
      if (!done) return
      save(`patient-export-${today}.json`, `${JSON.stringify(done.value, null, 2)}\n`)
      tell({ words: 'The export is in your downloads. It holds everything kept of this patient.' })
    },
    async erase(): Promise<void> {
      const open = page.peek()
      if (!open) return
      const done = await acting.run(() => api.change<unknown>(practice.id, of(open.id, 'erase')))
      if (!done) return
      ask(null)
      go(formatRoom(practice.id, 'patients'), 'over')
      tell({ words: 'Everything kept of this patient is erased.' })
    },
    stop(): void {
      latest++
      stopOpening()
      stopReading()
      list.stop()
      fresh.stop()
    },
  }
}
