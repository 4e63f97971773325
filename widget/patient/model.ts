import { batch, computed, signal } from '@preact/signals-core'
import type { MyReply, Slot } from '../../server/contract/index.ts'
import { dateOf } from '../calendar.ts'
import { newKey } from '../key.ts'
import { createDateText } from '../text/date-text.ts'
import { fill, say } from '../text/fill.ts'
import type { Page } from './page.ts'
import type { Answer, Source } from './source.ts'
import * as en from './text/en.ts'

/** What is on the screen: nothing yet, the request, one of its two questions, or why there is nothing. */
export type Screen = 'opening' | 'request' | 'cancel' | 'another' | 'ended' | 'failed'

/** How many days with times are shown at first, and more each time. */
const fewDays = 7

/** What went wrong with the last thing that was done. */
export type Problem = { readonly heading: string; readonly text: string }

export type Mine = ReturnType<typeof createMine>

/**
 * A patient's request behind its private link. Opening it changes nothing; `cancel` and `send` do.
 *
 * @param link - What stands behind the `#`; empty: a link that leads nowhere.
 */
export const createMine = (page: Page, source: Source, link: string) => {
  const screen = signal<Screen>('opening')
  const request = signal<MyReply | null>(null)
  /** Said aloud, and shown if it tells of something done. */
  const status = signal('')
  const done = signal('')
  const problem = signal<Problem | null>(null)
  const isBusy = signal(false)

  /** Undefined: asked for. */
  const openings = signal<readonly Slot[] | undefined>(undefined)
  const isAnyone = signal(false)
  const from = signal(page.today)
  const daysShown = signal(fewDays)
  const chosen = signal<Slot | null>(null)
  let key = ''

  /** Times for this visit where it is now, but not the one it has. */
  const fitting = computed(() => {
    const { start, practitioner, location } = request.value!
    return (openings.value ?? []).filter(
      (slot) =>
        Date.parse(slot.start) !== Date.parse(start) &&
        (isAnyone.value || slot.practitioners.includes(practitioner.id)) &&
        (slot.location ?? location.id) === location.id,
    )
  })
  const days = computed(() => {
    const byDate = new Map<string, Slot[]>()
    for (const slot of fitting.value) {
      const date = dateOf(slot.start)
      if (date < from.value) continue
      const others = byDate.get(date)
      if (others) others.push(slot)
      else byDate.set(date, [slot])
    }
    return [...byDate]
  })

  const show = (next: Screen, text: string) =>
    batch(() => {
      screen.value = next
      problem.value = null
      status.value = text
    })

  const load = async () => {
    if (!link) return show('ended', '')
    const answer = await source.mine()
    batch(() => {
      if (answer.ok) {
        request.value = answer.value
        show('request', '')
      } else show(isGone(answer) ? 'ended' : 'failed', '')
    })
  }

  const loadOpenings = async () => {
    const { reason } = request.value!
    openings.value = undefined
    status.value = say(en.loadingTimes)
    const answer = await source.openings(reason.id)
    if (!answer.ok) return refuse(answer)
    batch(() => {
      openings.value = answer.value
      tellTimes()
    })
  }

  const tellTimes = () => {
    const [first] = days.value
    status.value = first ? fill(en.timesShown, { date: dates.long(first[0]) }) : say(en.noTimes)
  }

  /** Says why something didn't happen; the request itself stands as it was. */
  const refuse = (answer: Answer<unknown> & { ok: false }) => {
    if (isGone(answer)) return show('ended', '')
    const problems: { readonly [refusal: string]: Problem } = {
      'not-changeable': { heading: en.noLonger, text: en.noLongerText },
      'slot-taken': { heading: en.taken, text: en.takenText },
      'not-offered': { heading: en.taken, text: en.takenText },
    }
    problem.value = problems[answer.refusal] ?? { heading: en.notReached, text: en.notReachedText }
  }

  /** One at a time: a second press while the first is on its way does nothing. */
  const during = async (text: string, run: () => Promise<void>) => {
    if (isBusy.value) return
    batch(() => {
      isBusy.value = true
      problem.value = null
      done.value = ''
      status.value = say(text)
    })
    await run()
    isBusy.value = false
  }

  const dates = createDateText(page.locale, page.today)

  return {
    page,
    screen,
    request,
    status,
    done,
    problem,
    isBusy,
    openings,
    isAnyone,
    from,
    daysShown,
    days,
    fitting,
    chosen,
    dates,
    load,

    /** The patient looks at the page again. What can't be had now changes nothing. */
    refresh: async () => {
      if (screen.value !== 'request' || isBusy.value) return
      const answer = await source.mine()
      if (answer.ok && screen.value === 'request') request.value = answer.value
    },

    askCancel: () => {
      done.value = ''
      show('cancel', '')
    },

    askAnother: () => {
      batch(() => {
        done.value = ''
        isAnyone.value = request.value!.anyone
        from.value = page.today
        daysShown.value = fewDays
        chosen.value = null
        show('another', '')
      })
      return loadOpenings()
    },

    back: () => show('request', ''),

    showFrom: (date: string) =>
      batch(() => {
        from.value = date || page.today
        daysShown.value = fewDays
        tellTimes()
      }),

    showMore: () => {
      daysShown.value += fewDays
    },

    showAnyone: () =>
      batch(() => {
        isAnyone.value = true
        tellTimes()
      }),

    choose: (slot: Slot) =>
      batch(() => {
        chosen.value = slot
        problem.value = null
        key = newKey()
      }),

    cancel: () =>
      during(en.cancelling, async () => {
        const answer = await source.cancel()
        if (!answer.ok) return refuse(answer)
        batch(() => {
          request.value = answer.value
          show('request', '')
          done.value = fill(en.nowCancelled, page)
        })
      }),

    /** Asks for the time that is chosen; the request that there is gives way to it. */
    send: () =>
      during(en.sending, async () => {
        const slot = chosen.value
        if (!slot) {
          problem.value = { heading: en.chooseFirst, text: '' }
          return
        }
        const { practitioner, location } = request.value!
        const body = {
          practitioner: isAnyone.value ? null : practitioner.id,
          location: location.id,
          start: slot.start,
        }
        const answer = await source.askAnother(body, key)
        if (!answer.ok) {
          if (answer.alternatives) {
            chosen.value = null
            await loadOpenings()
          }
          return refuse(answer)
        }
        await load()
        if (screen.value === 'request') done.value = say(en.nowAsked)
      }),

    /** A calendar entry for the browser to keep. */
    calendar: () =>
      during('', async () => {
        const answer = await source.calendar()
        if (!answer.ok) {
          problem.value = { heading: en.noCalendar, text: en.notReachedText }
          return
        }
        const anchor = document.createElement('a')
        anchor.href = URL.createObjectURL(answer.value)
        anchor.download = `${request.value!.reference}.ics`
        anchor.click()
        setTimeout(() => URL.revokeObjectURL(anchor.href), 60_000)
      }),
  }
}

const isGone = (answer: Answer<unknown>) => !answer.ok && /^(link-ended|not-found)$/.test(answer.refusal)
