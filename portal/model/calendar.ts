import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals'
import type { CalendarReply } from '../../server/contract/calendar.ts'
import type { Api, Failure } from '../api.ts'
import { type CalendarAddress, formatCalendar, parseCalendar } from './calendar-address.ts'
import { createBlocks } from './calendar-blocks.ts'
import { type Lane, laneKey, pictureOf } from './calendar-picture.ts'
import { createWhy } from './calendar-why.ts'
import { addDays, instantOf, localOf, mondayOf } from './local-time.ts'
import type { Memory } from './unread.ts'

export type CalendarModel = ReturnType<typeof createCalendar>

/** Weeks that were read are shown at once when somebody comes back to them, while they are read again. */
const keptWeeks = 8

/** The calendar of one practice: always read by the week, whichever part of it is looked at. */
export function createCalendar(from: {
  api: Pick<Api, 'read' | 'change'>
  practice: { id: string; timeZone: string; reasons: readonly { id: string; name: string }[] }
  /** The part of the address after `#`. */
  hash: ReadonlySignal<string>
  /** Is the calendar what the address names? */
  isOpen: ReadonlySignal<boolean>
  /** Epoch ms; moves whenever something may have changed. */
  now: ReadonlySignal<number>
  memory: Memory
  go: (hash: string, step: 'on' | 'over') => void
  announce: (text: string) => void
  onFailure: (failure: Failure) => void
}) {
  const { api, practice, hash, isOpen, now, memory, go, announce, onFailure } = from
  const replies = new Map<string, CalendarReply>()
  const reply = signal<CalendarReply | null>(null)
  const failure = signal<Failure | null>(null)
  const showItems = signal(memory.get('calendar-bookings') !== 'off')
  const today = computed(() => localOf(now.value, practice.timeZone).date)
  const address = computed(() => parseCalendar(hash.value))
  const date = computed(() => address.value.date ?? today.value)
  const week = computed(() => mondayOf(date.value))
  const dates = computed(() => Array.from({ length: 7 }, (_, days) => addDays(week.value, days)))
  let latest = 0

  const lane = computed<Lane | null>(() => {
    const [lanes, wanted] = [reply.value?.lanes ?? [], address.value.lane]
    return (wanted && lanes.find((each) => laneKey(each) === laneKey(wanted))) ?? lanes[0] ?? null
  })
  const picture = computed(() => {
    const read = reply.value
    if (!read || !lane.value) return null
    return address.value.view === 'day'
      ? pictureOf(read, [date.value], read.lanes)
      : pictureOf(read, dates.value, [lane.value])
  })

  async function read(): Promise<void> {
    const mine = ++latest
    const asked = week.peek()
    const answer = await api.read<CalendarReply>(practice.id, `calendar?from=${asked}&to=${addDays(asked, 7)}`)
    // Whoever steps on gets the week stepped to.
    if (mine !== latest) return
    if (answer.ok) {
      failure.value = null
      reply.value = answer.value
      replies.delete(asked)
      replies.set(asked, answer.value)
      for (const [oldest] of replies) if (replies.size > keptWeeks) replies.delete(oldest)
    } else {
      failure.value = answer.failure
      onFailure(answer.failure)
    }
  }

  const choose = (change: Partial<CalendarAddress>, step: 'on' | 'over' = 'over') =>
    go(formatCalendar(practice.id, { ...address.peek(), ...change }), step)

  const why = createWhy({ api, practice, onFailure })
  const blocks = createBlocks({ api, practice: practice.id, announce, onFailure, onChanged: read })

  const stopWeek = effect(() => {
    const asked = week.value
    untracked(() => {
      reply.value = replies.get(asked) ?? null
      failure.value = null
    })
  })
  const stopReading = effect(() => {
    week.value
    now.value
    if (isOpen.value) untracked(() => void read())
  })

  return {
    reply,
    /** What went wrong with the last reading; what was read before may still stand. */
    failure,
    address,
    date,
    /** Its Monday. */
    week,
    dates,
    today,
    now,
    /** Whose week it is; null until it is known. */
    lane,
    picture,
    /** Whether bookings lie over the hours. */
    showItems,
    setItems(on: boolean) {
      showItems.value = on
      memory.set('calendar-bookings', on ? 'on' : 'off')
    },
    why,
    blocks,
    read,
    choose,
    /** To the week or the day after, or before. */
    step(steps: 1 | -1) {
      choose({ date: addDays(date.peek(), steps * (address.peek().view === 'day' ? 1 : 7)) })
    },
    toToday: () => choose({ date: null }),
    /** When clocks of the practice show this; null: they never do. */
    instantOf: (on: string, time: string) => instantOf(on, time, practice.timeZone),
    stop() {
      latest++
      stopWeek()
      stopReading()
      why.stop()
    },
  }
}
