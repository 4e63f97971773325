import { batch, computed, signal } from '@preact/signals-core'
import type { PracticeReply, RequestBody, RequestReply, Slot } from '../server/contract/index.ts'
import { addDays, dateOf, weekOf } from './calendar.ts'
import { type Details, type FieldProblem, noDetails, readDetails } from './details.ts'
import type { Refused, Source } from './source.ts'
import { createDateText } from './text/date-text.ts'
import * as en from './text/en.ts'

/** The screens, in their order. */
export type Step = 'location' | 'reason' | 'time' | 'details' | 'sent'

/**
 * What is known of the times of one choice, from today on. `next` is the first start on or after `to`: null when there
 * is none within a year, undefined when nobody has asked yet.
 */
type Known = {
  readonly slots: readonly Slot[]
  readonly to: string
  readonly next?: string | null
  readonly state?: 'loading' | 'failed'
}

/** A year of one reason's times, with anyone; none of them while they are asked for the first time. */
type Year = { readonly slots?: readonly Slot[]; readonly state?: 'loading' | 'failed' }

/** Parts of the day as wall times: from, to. */
const parts = { am: ['00', '12'], pm: ['12', '17'], eve: ['17', '24'] } as const
export type PartOfDay = keyof typeof parts

/** The time that is kept. `ending`: in a minute; `ended`: it may be anyone's again. */
type Hold = { readonly token: string; readonly start: string; readonly state?: 'ending' | 'ended' }

/** What the page that holds the widget says beforehand. */
export type Preset = {
  readonly reason?: string | null
  readonly practitioner?: string | null
  readonly details?: Partial<Details>
  /** Where the patient came from; sent with the request only. */
  readonly visit?: RequestBody['source']
  /** No request is sent sooner after the widget was opened. */
  readonly leastFillMs?: number
  /** The patient saves data: the year is asked for only when it is needed. */
  readonly isSparing?: boolean
}

export type Booking = ReturnType<typeof createBooking>

/** Far beyond all times. */
const never = '9'
/** The server keeps a time for five minutes; the last of them is said. Typing renews it, at most once a minute. */
const holdMs = 300_000
const minuteMs = 60_000
/** How long sending waits to hear of the hold. */
const patienceMs = 4000

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * One booking, from the practice's first reply to the reference: what is chosen, what is known of its times, and what
 * may happen next. It touches neither DOM nor network.
 *
 * @param practice - The practice and its first two weeks.
 * @param source - Where further answers come from.
 * @param newKey - Makes an idempotency key. A key is kept as long as the request stays the same, letter for letter, so
 *   that a retry never makes a second request.
 * @param preset - What is chosen or typed already.
 */
export const createBooking = (practice: PracticeReply, source: Source, newKey: () => string, preset: Preset = {}) => {
  const { today } = practice
  const dates = createDateText(practice.locale, today)
  const steps: Step[] = ['reason', 'time', 'details', 'sent']
  if (practice.locations.length > 1) steps.unshift('location')
  const weekOfDate = (date: string) => weekOf(date, practice.weekStart)
  const firstWeek = weekOfDate(today)
  const lastWeek = weekOfDate(addDays(today, 365))

  const isListed = (list: readonly { readonly id: string }[], wanted = '') => list.some(({ id }) => id === wanted)
  const step = signal(steps[0]!)
  const location = signal<string | null>(null)
  const practitioner = signal(isListed(practice.practitioners, preset.practitioner ?? '') ? preset.practitioner! : null)
  const reasonId = signal(isListed(practice.reasons, preset.reason ?? '') ? preset.reason! : null)
  const partOfDay = signal<PartOfDay | null>(null)
  const slot = signal<Slot | null>(null)
  const details = signal<Details>({ ...noDetails, ...preset.details })
  const problems = signal<readonly FieldProblem[]>([])
  const isSending = signal(false)
  /** The last answer to sending, if it was a no. */
  const refused = signal<Refused | null>(null)
  const reply = signal<RequestReply | null>(null)
  /** Goes up whenever the patient must look at the top of the form: things to check, or the time is gone. */
  const attention = signal(0)
  const years = signal<{ readonly [reason: string]: Year }>({})
  const hold = signal<Hold | null>(null)
  /** The date whose month is shown instead of a week; it is the one that takes the focus. */
  const month = signal<string | null>(null)
  const chosenDay = signal<string | null>(null)
  /** Goes up when a time proved taken: what was known of times before counts no more. */
  const round = signal(0)
  let openedScope = ''
  const openedAt = Date.now()
  let holding: Promise<unknown> | undefined
  let heldAt = 0
  let holdTimer: ReturnType<typeof setTimeout> | undefined
  let key = ''
  let keyedBody = ''

  /** The hold of the chosen time: the one of the time before is only there to be handed over. */
  const kept = computed(() => (hold.value?.start === slot.value?.start ? hold.value : null))
  const reason = computed(() => practice.reasons.find(({ id }) => id === reasonId.value))
  /** What this screen's question is answered with. */
  const choice = computed(() => ({ location, reason, time: slot, details: reply, sent: reply })[step.value].value)
  const scope = computed(() =>
    [round.value, reasonId.value, practitioner.value, location.value, partOfDay.value].join(),
  )
  /** Of a minute with times at several locations the compact answer tells one, so each location is asked for. */
  const yearId = () => `${reasonId.value} ${location.value}`
  const isWanted = ({ start, practitioners, location: where }: Slot) => {
    const [from, to] = parts[partOfDay.value!] ?? ['', never]
    const time = start.slice(11)
    return (
      (!practitioner.value || practitioners.includes(practitioner.value)) &&
      (!location.value || !where || where === location.value) &&
      time >= from &&
      time < to
    )
  }
  const times = computed((): Known => {
    const { slots, state } = years.value[yearId()] ?? {}
    if (slots) return { slots: slots.filter(isWanted), to: never, next: null, state }
    // The practice's reply holds the times of anyone anywhere; once a time proved taken it is too old.
    const first = practice.availability[reasonId.value!]
    if (!first || round.value) return { slots: [], to: today, state }
    const isNarrowed = practitioner.value || location.value || partOfDay.value
    return { slots: first.slots.filter(isWanted), to: first.to, next: isNarrowed ? undefined : first.next, state }
  })
  const earliest = computed(() => times.value.slots[0])
  /** The first start of all: undefined until it is known, null when there is none within a year. */
  const first = computed(() => earliest.value?.start ?? times.value.next)
  const weekFrom = computed(() => weekOfDate(chosenDay.value ?? dateOf(first.value ?? today)))
  const weekEnd = computed(() => addDays(weekFrom.value, 7))
  const isKnown = computed(() => times.value.to >= weekEnd.value || times.value.next === null)
  /** The first start after the shown week; undefined as long as that or the week itself is not known. */
  const next = computed(() =>
    isKnown.value
      ? (times.value.slots.find(({ start }) => start >= weekEnd.value)?.start ?? times.value.next)
      : undefined,
  )
  const days = computed(() =>
    [...Array(7).keys()].map((ahead) => {
      const date = addDays(weekFrom.value, ahead)
      return { date, slots: times.value.slots.filter(({ start }) => dateOf(start) === date) }
    }),
  )
  const day = computed(() => {
    const open = days.value.filter(({ slots }) => slots[0])
    return open.find(({ date }) => date === chosenDay.value) ?? open[0]
  })

  /** Asks for the year of the chosen reason, unless it is known; again where it may have changed. */
  const loadYear = async (isAgain = false) => {
    const id = yearId()
    const asked = round.value
    const before = years.value[id]
    if (!reasonId.value || before?.state === 'loading' || (before?.slots && !isAgain)) return
    const know = (year: Year) => {
      years.value = { ...years.value, [id]: year }
    }
    know({ slots: before?.slots, state: 'loading' })
    const answer = await source.year(reasonId.value, location.value)
    if (asked !== round.value) return
    know(answer.ok ? { slots: answer.value } : { slots: before?.slots, state: 'failed' })
  }

  /** What is shown or comes next must be known; the rest of the year as well, unless the patient saves data. */
  const lookAhead = () => {
    const isEnough = times.value.to > weekEnd.value && next.value !== undefined
    if (!(preset.isSparing && isEnough) && times.value.state !== 'failed') loadYear()
  }

  /** Opens the times of what is chosen on the first week that has any; the same choice again is left as it was. */
  const openTimes = () => {
    if (openedScope !== scope.value) {
      openedScope = scope.value
      chosenDay.value = slot.value = month.value = null
    }
    lookAhead()
  }

  const watchHold = (token: string, start: string, state?: Hold['state']) => {
    clearTimeout(holdTimer)
    hold.value = { token, start, state }
    if (!state) heldAt = Date.now()
    if (state === 'ended') return
    holdTimer = setTimeout(
      () => watchHold(token, start, state ? 'ended' : 'ending'),
      state ? minuteMs : holdMs - minuteMs,
    )
  }

  /** The chosen time proved taken: everything known of times before counts no more. */
  const lose = (answer: Refused) => {
    refused.value = answer
    slot.value = null
    years.value = {}
    round.value++
    attention.value++
  }

  const takeHold = async () => {
    const chosen = slot.value
    if (!chosen) return
    const answer = await source.hold({
      reason: reasonId.value!,
      practitioner: practitioner.value,
      location: location.value ?? undefined,
      start: chosen.start,
      hold: hold.value?.token,
    })
    // Without a hold the request is sent all the same: only a time that is gone stands in its way.
    batch(() => {
      if (answer.ok) watchHold(answer.value.hold, chosen.start)
      else if (answer.alternatives && slot.value === chosen) lose(answer)
    })
  }

  const keep = () => {
    holding = takeHold()
  }

  const renew = async () => {
    const held = kept.value
    heldAt = Date.now()
    if (!held || held.state === 'ended') return keep()
    const answer = await source.renew(held.token)
    if (answer.ok && hold.value?.token === held.token) watchHold(held.token, held.start)
  }

  const showDay = (date: string) => {
    chosenDay.value = date
    if (month.value) month.value = date
    lookAhead()
  }

  /** @param isResend - Only what waits is sent: what was changed since, the patient sends again. */
  const send = async (isResend = false) => {
    if (isSending.value) return
    const patients = reason.value?.patients
    const { parts: typed, problems: wrong } = readDetails(
      patients ? { ...details.value, isNewPatient: patients === 'new' } : details.value,
      dates.order(),
      [...dates.months(), ...createDateText('en', today).months()],
      today,
    )
    const chosen = slot.value
    if (!chosen) wrong.unshift({ field: 'time', text: en.chooseTime })
    problems.value = wrong
    if (wrong[0] || !chosen) {
      attention.value++
      return
    }
    isSending.value = true
    // The hold must be handed over, or it would stand in the request's own way.
    await Promise.race([holding, later(patienceMs)])
    // The server takes what is filled in faster for a program's work.
    await later((preset.leastFillMs ?? 0) - (Date.now() - openedAt))
    const body: RequestBody = {
      reason: reasonId.value!,
      practitioner: practitioner.value,
      location: location.value ?? undefined,
      start: chosen.start,
      hold: hold.value?.token,
      ...typed,
      language: practice.language,
      source: preset.visit,
    }
    const words = JSON.stringify(body)
    const isOther = words !== keyedBody
    if (slot.value !== chosen || (isResend && isOther)) {
      batch(() => {
        isSending.value = false
        if (isResend) refused.value = null
      })
      return
    }
    if (isOther) {
      keyedBody = words
      key = newKey()
    }
    // These are no part of what is asked for: a retry may bring others.
    const more = { filledMs: Date.now() - openedAt, proof: practice.proofOfWork ? await source.proof() : undefined }
    const answer = await source.send({ ...body, ...more }, key)
    batch(() => {
      isSending.value = false
      refused.value = answer.ok ? null : answer
      if (answer.ok) {
        clearTimeout(holdTimer)
        hold.value = null
        reply.value = answer.value
        step.value = 'sent'
      } else if (answer.alternatives) {
        lose(answer)
      } else if (answer.errors) {
        problems.value = answer.errors.map(({ pointer, detail }) => ({
          field: pointer.replace(/^\/(patient\/)?/, '').replace('birthDate', dates.order()[0]!),
          text: detail,
        }))
        attention.value++
      }
    })
  }

  if (reasonId.value && !practice.locations[1]) {
    step.value = 'time'
    openedScope = scope.value
  }

  return {
    practice,
    dates,
    steps,
    firstWeek,
    lastWeek,
    step,
    choice,
    location,
    practitioner,
    partOfDay,
    reason,
    month,
    hold: kept,
    slot,
    details,
    problems,
    isSending,
    refused,
    reply,
    attention,
    first,
    earliest,
    times,
    weekFrom,
    isKnown,
    next,
    days,
    day,
    showDay,
    send: () => send(),

    /** Reasons the chosen practitioner gives. */
    reasons: computed(() =>
      practice.reasons.filter(({ practitioners: given }) => !practitioner.value || given.includes(practitioner.value)),
    ),

    /** Who may be asked for: before the reason is chosen everyone, then those who give it. */
    practitioners: computed(() =>
      practice.practitioners.filter(({ id }) => step.value === 'reason' || reason.value?.practitioners.includes(id)),
    ),

    selectLocation: (id: string) => {
      location.value = id
    },

    selectReason: (id: string) => {
      reasonId.value = id
    },

    /** null: anyone. A reason this practitioner does not give is chosen no more. */
    selectPractitioner: (id: string | null) =>
      batch(() => {
        practitioner.value = id
        if (id && !reason.value?.practitioners.includes(id)) reasonId.value = null
        if (step.value === 'time') openTimes()
      }),

    /** null: any time. */
    selectPartOfDay: (part: PartOfDay | null) =>
      batch(() => {
        partOfDay.value = part
        openTimes()
      }),

    selectSlot: (chosen: Slot) =>
      batch(() => {
        slot.value = chosen
        showDay(dateOf(chosen.start))
        // From the nearest times, with the details open already.
        if (step.value === 'details') keep()
      }),

    /** To the next screen, once this one's choice is made. */
    goOn: () =>
      batch(() => {
        const after = steps[steps.indexOf(step.value) + 1]
        if (!choice.value || !after) return
        step.value = after
        refused.value = null
        problems.value = []
        if (after === 'time') openTimes()
        if (after === 'details') {
          keep()
          loadYear(true)
        }
      }),

    /** To the screen before; everything chosen and typed is kept. */
    back: () =>
      batch(() => {
        step.value = steps[steps.indexOf(step.value) - 1] ?? step.value
        if (step.value === 'time') lookAhead()
      }),

    /** Pages by whole weeks, from this one to a year ahead. */
    showWeek: (from: string) => {
      if (from >= firstWeek && from <= lastWeek) showDay(from)
    },

    /** null: a week again. */
    showMonth: (date: string | null) => {
      month.value = date
      loadYear()
    },

    calendar: source.calendar,
    pageOf: source.pageOf,

    tryTimesAgain: () => loadYear(true),

    /** The patient looks at the page again: times may have gone or come meanwhile. */
    refresh: () => {
      if (step.value === 'time' && !preset.isSparing) loadYear(true)
    },

    renew,

    /** Ends it: a time that is kept is given up at once. */
    stop: () => {
      clearTimeout(holdTimer)
      if (hold.value && hold.value.state !== 'ended') source.release(hold.value.token)
      hold.value = null
    },

    /** Changed details are not what waits to be sent, so the patient sends them again. */
    change: (typed: Partial<Details>) =>
      batch(() => {
        details.value = { ...details.value, ...typed }
        if (hold.value && Date.now() - heldAt > minuteMs) renew()
        if (refused.value?.refusal === 'offline' && !isSending.value) refused.value = null
      }),

    /** Sends what waits, with its own key; nothing if nothing waits. */
    resend: () => {
      if (refused.value?.refusal === 'offline') send(true)
    },
  }
}
