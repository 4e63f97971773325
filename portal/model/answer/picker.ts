import { effect, signal, untracked } from '@preact/signals'
import type { ChangeCause, OverruleReply, PickerReply } from '../../../server/contract/answer.ts'
import type { RequestDetail } from '../../../server/contract/desk.ts'
import type { Api, Failure } from '../../api.ts'
import { addDays, instantOf, localOf, mondayOf } from '../local-time.ts'

export type Picker = ReturnType<typeof createPicker>
export type Choice = { start: string; practitioner: string; chair: string | null; overrule: string[] }

/** A time that is not offered, as it is typed, and the rules that stand in its way. */
export type Unoffered = {
  date: string
  time: string
  practitioner: string
  chair: string | null
  /** Null until they were asked for. */
  rules: OverruleReply['rules'] | null
  overruled: ReadonlySet<string>
}

/** Picks another date, time, practitioner or chair for a request, from real openings or against named rules. */
export function createPicker(from: {
  api: Api
  practice: string
  timeZone: string
  request: RequestDetail
  purpose: 'accept' | 'reschedule'
  /** Whose openings are shown first; null: anyone's. */
  practitioner: string | null
  /** Epoch ms of what to show first: the time asked for, or wished. */
  around: number
  clock: () => number
  onFailure: (failure: Failure) => void
}) {
  const { api, practice, timeZone, request, purpose, around, clock, onFailure } = from
  const { wish } = request
  const today = localOf(clock(), timeZone).date
  const first = localOf(around, timeZone).date
  const week = signal(mondayOf(first < today ? today : first))
  const practitioner = signal(from.practitioner)
  const chair = signal<string | null>(null)
  const days = signal<PickerReply['days'] | null>(null)
  const failure = signal<Failure | null>(null)
  const chosen = signal<Choice | null>(null)
  const cause = signal<ChangeCause | null>(wish ? 'patient-asked' : null)
  const isCauseMissing = signal(false)
  const unoffered = signal<Unoffered | null>(null)
  const isImpossible = signal(false)
  let stopped = false
  let asked = 0

  async function read(): Promise<void> {
    const mine = ++asked
    const query = new URLSearchParams({ from: week.value })
    if (practitioner.value !== null) query.set('practitioner', practitioner.value)
    if (chair.value !== null) query.set('chair', chair.value)
    failure.value = null
    const reply = await api.read<PickerReply>(practice, `requests/${encodeURIComponent(request.id)}/openings?${query}`)
    // The week may have been turned again meanwhile.
    if (stopped || mine !== asked) return
    if (reply.ok) {
      days.value = reply.value.days
      chooseWished()
    } else {
      failure.value = reply.failure
      onFailure(reply.failure)
    }
  }

  /** The time wished for, where it is open: then one tap grants it. */
  function chooseWished(): void {
    if (!wish || chosen.value) return
    const starts = days.value?.flatMap((day) => day.starts) ?? []
    const wished = starts.find(({ start }) => Date.parse(start) === Date.parse(wish.start))
    if (wished) choose(wished)
  }

  function choose({ start, practitioner: who, chair: where }: PickerReply['days'][number]['starts'][number]): void {
    chosen.value = { start, practitioner: who, chair: where, overrule: [] }
  }

  const stop = effect(() => {
    week.value
    practitioner.value
    chair.value
    untracked(() => {
      days.value = null
      chosen.value = null
      void read()
    })
  })

  const typed = (change: Partial<Unoffered>) => {
    const before = unoffered.value
    if (!before) return
    isImpossible.value = false
    unoffered.value = { ...before, rules: null, overruled: new Set(), ...change }
    chosen.value = null
  }

  /** The rules are no longer in the way once each that may be overruled is, and none may not. */
  function chooseAgainst(of: Unoffered): void {
    const at = instantOf(of.date, of.time, timeZone)
    const isClear = of.rules?.every(({ rule, mayOverrule }) => mayOverrule && of.overruled.has(rule)) ?? false
    chosen.value =
      at === null || !isClear
        ? null
        : {
            start: new Date(at).toISOString(),
            practitioner: of.practitioner,
            chair: of.chair,
            overrule: [...of.overruled],
          }
  }

  return {
    request,
    purpose,
    today,
    week,
    practitioner,
    chair,
    days,
    failure,
    chosen,
    cause,
    /** Set by a try without a cause where there must be one. */
    isCauseMissing,
    unoffered,
    /** The time typed is one that clocks here never show. */
    isImpossible,
    read,
    turn(weeks: 1 | -1) {
      const monday = addDays(week.value, weeks * 7)
      week.value = monday < mondayOf(today) ? mondayOf(today) : monday
    },
    goTo(date: string) {
      if (date) week.value = mondayOf(date < today ? today : date)
    },
    choose,
    /** Whether what is chosen is what the patient asked for: then there is no change to give a cause for. */
    isAsAsked(): boolean {
      const visit = request.asked ?? request
      const isSame = request.anyone || request.practitionerIds.includes(chosen.value?.practitioner ?? '')
      return chosen.value !== null && Date.parse(chosen.value.start) === Date.parse(visit.start) && isSame
    },
    /** Opens or leaves the way to a time that is not offered. */
    toggleUnoffered() {
      chosen.value = null
      isImpossible.value = false
      const { date, time } = localOf(around, timeZone)
      const who = practitioner.value ?? request.practitionerIds[0] ?? ''
      unoffered.value = unoffered.value
        ? null
        : { date, time, practitioner: who, chair: chair.value, rules: null, overruled: new Set() }
    },
    typed,
    /** Asks what stands against the time that was typed. */
    async askRules(): Promise<void> {
      const of = unoffered.value
      if (!of) return
      const at = instantOf(of.date, of.time, timeZone)
      isImpossible.value = at === null
      if (at === null) return
      const query = new URLSearchParams({ start: new Date(at).toISOString(), practitioner: of.practitioner })
      if (of.chair !== null) query.set('chair', of.chair)
      failure.value = null
      const path = `requests/${encodeURIComponent(request.id)}/overrule?${query}`
      const reply = await api.read<OverruleReply>(practice, path)
      if (stopped || unoffered.value !== of) return
      if (!reply.ok) {
        failure.value = reply.failure
        onFailure(reply.failure)
        return
      }
      const known = { ...of, rules: reply.value.rules }
      unoffered.value = known
      chooseAgainst(known)
    },
    overrule(rule: string, on: boolean) {
      const before = unoffered.value
      if (!before) return
      const overruled = new Set(before.overruled)
      if (on) overruled.add(rule)
      else overruled.delete(rule)
      unoffered.value = { ...before, overruled }
      chooseAgainst(unoffered.value)
    },
    stop() {
      stopped = true
      stop()
    },
  }
}
