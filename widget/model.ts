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

export type Booking = ReturnType<typeof createBooking>

/** How far beyond the shown week times are kept ready, and how much more is asked for at once. */
const daysAhead = 21
const daysAtOnce = 28

/**
 * One booking, from the practice's first reply to the reference: what is chosen, what is known of its times, and what
 * may happen next. It touches neither DOM nor network.
 *
 * @param practice - The practice and its first two weeks.
 * @param source - Where further answers come from.
 * @param newKey - Makes an idempotency key. A key is kept as long as the request stays the same, letter for letter, so
 *   that a retry never makes a second request.
 * @param visit - Where the patient came from; sent with the request only.
 */
export const createBooking = (
  practice: PracticeReply,
  source: Source,
  newKey: () => string,
  visit?: RequestBody['source'],
) => {
  const { today } = practice
  const dates = createDateText(practice.locale, today)
  const steps: Step[] = ['reason', 'time', 'details', 'sent']
  if (practice.locations.length > 1) steps.unshift('location')
  const weekOfDate = (date: string) => weekOf(date, practice.weekStart)
  const firstWeek = weekOfDate(today)
  const lastWeek = weekOfDate(addDays(today, 365))

  const step = signal(steps[0]!)
  const location = signal<string | null>(null)
  const practitioner = signal<string | null>(null)
  const reasonId = signal<string | null>(null)
  const slot = signal<Slot | null>(null)
  const details = signal<Details>(noDetails)
  const problems = signal<readonly FieldProblem[]>([])
  const isSending = signal(false)
  /** The last answer to sending, if it was a no. */
  const refused = signal<Refused | null>(null)
  const reply = signal<RequestReply | null>(null)
  /** Goes up whenever the patient must look at the top of the form: things to check, or the time is gone. */
  const attention = signal(0)
  const known = signal<{ readonly [scope: string]: Known }>({})
  const chosenDay = signal<string | null>(null)
  /** Goes up when a time proved taken: what was known of times before counts no more. */
  const round = signal(0)
  const isTaken = computed(() => /slot-taken|not-offered/.test(`${refused.value?.refusal}`))
  let openedScope = ''
  let key = ''
  let keyedBody = ''

  const reason = computed(() => practice.reasons.find(({ id }) => id === reasonId.value))
  /** What this screen's question is answered with. */
  const choice = computed(() => ({ location, reason, time: slot, details: reply, sent: reply })[step.value].value)
  const scope = computed(() => [round.value, reasonId.value, practitioner.value, location.value].join())
  const times = computed((): Known => known.value[scope.value] ?? { slots: [], to: today })
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

  const know = (asked: string, found: Known) => {
    known.value = { ...known.value, [asked]: found }
  }

  /** Asks for times beyond those shown, so that the next page is there at once. */
  const lookAhead = async (mayRepeat = true) => {
    const asked = scope.value
    const before = times.value
    // From a week without times the way leads to the next day that has some, so that is kept ready too.
    const far = !day.value && next.value ? dateOf(next.value) : ''
    const near = addDays(weekFrom.value, daysAhead)
    const wanted = [far, near].sort()[1]!
    const isAsked = before.state === 'loading' || (before.state && !mayRepeat)
    if (isAsked || before.next === null || before.to > wanted || before.to > lastWeek) return
    know(asked, { ...before, state: 'loading' })
    // The server answers for at most 366 days.
    const to = [addDays(wanted, daysAtOnce), addDays(before.to, 366)].sort()[0]!
    const answer = await source.times({
      reason: reasonId.value!,
      practitioner: practitioner.value,
      location: location.value,
      from: before.to,
      to,
    })
    batch(() => {
      know(
        asked,
        answer.ok
          ? { slots: [...before.slots, ...answer.value.slots], to, next: answer.value.next }
          : { ...before, state: 'failed' },
      )
      if (asked === scope.value) lookAhead(false)
    })
  }

  /** Opens the times of what is chosen on the first week that has any; the same choice again is left as it was. */
  const openTimes = () => {
    if (openedScope !== scope.value) {
      openedScope = scope.value
      chosenDay.value = slot.value = null
      const answer = practice.availability[reasonId.value!]
      // The practice's reply holds the times of anyone anywhere; once a time proved taken it is too old.
      if (answer && !round.value && !known.value[openedScope]) {
        const who = practitioner.value
        const where = location.value
        know(openedScope, {
          slots: answer.slots.filter(
            (one) => (!who || one.practitioners.includes(who)) && (!where || one.location === where),
          ),
          to: answer.to,
          next: who || where ? undefined : answer.next,
        })
      }
    }
    lookAhead()
  }

  const showDay = (date: string) => {
    chosenDay.value = date
    lookAhead()
  }

  /** @param isResend - Only what waits is sent: what was changed since, the patient sends again. */
  const send = async (isResend = false) => {
    if (isSending.value) return
    const patients = reason.value?.patients
    const { parts, problems: wrong } = readDetails(
      patients ? { ...details.value, isNewPatient: patients === 'new' } : details.value,
      dates.order(),
      [...dates.months(), ...createDateText('en', today).months()],
      today,
    )
    if (!slot.value) wrong.unshift({ field: 'time', text: en.chooseTime })
    const body: RequestBody = {
      reason: reasonId.value!,
      practitioner: practitioner.value,
      location: location.value ?? undefined,
      start: slot.value?.start ?? '',
      ...parts,
      language: 'en',
      source: visit,
    }
    const words = JSON.stringify(body)
    if (isResend && words !== keyedBody) {
      refused.value = null
      return
    }
    problems.value = wrong
    if (wrong[0]) {
      attention.value++
      return
    }
    if (words !== keyedBody) {
      keyedBody = words
      key = newKey()
    }
    isSending.value = true
    const answer = await source.send(body, key)
    batch(() => {
      isSending.value = false
      refused.value = answer.ok ? null : answer
      if (answer.ok) {
        reply.value = answer.value
        step.value = 'sent'
      } else if (isTaken.value) {
        slot.value = null
        round.value++
        attention.value++
      } else if (answer.errors) {
        problems.value = answer.errors.map(({ pointer, detail }) => ({
          field: pointer.replace(/^\/(patient\/)?/, '').replace('birthDate', dates.order()[0]!),
          text: detail,
        }))
        attention.value++
      }
    })
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
    reason,
    slot,
    details,
    problems,
    isSending,
    refused,
    isTaken,
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

    selectSlot: (chosen: Slot) =>
      batch(() => {
        slot.value = chosen
        showDay(dateOf(chosen.start))
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

    tryTimesAgain: () => lookAhead(),

    /** Changed details are not what waits to be sent, so the patient sends them again. */
    change: (typed: Partial<Details>) =>
      batch(() => {
        details.value = { ...details.value, ...typed }
        if (refused.value?.refusal === 'offline' && !isSending.value) refused.value = null
      }),

    /** Sends what waits, with its own key; nothing if nothing waits. */
    resend: () => {
      if (refused.value?.refusal === 'offline') send(true)
    },
  }
}
