import { addDays, dateOf, weekOf } from '../calendar.ts'
import type { Child, h as element } from '../dom.ts'
import type { Booking } from '../model.ts'
import * as en from '../text/en.ts'
import type { count as countText, list as listText, say as sayText } from '../text/fill.ts'
import css from './month.css?inline'

/** What the script lends its parts, so that they bring none of it twice. */
export interface Kit {
  readonly h: typeof element
  readonly count: typeof countText
  readonly list: typeof listText
  readonly say: typeof sayText
}

export type MonthView = (kit: Kit, booking: Booking) => Child

const sheet = new CSSStyleSheet()
sheet.replaceSync(css)

/** Gives a widget the months' own style, once. */
export const dress = (root: ShadowRoot) => {
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}

/** First day of the month that lies so many months from a date's. */
const monthFrom = (date: string, months: number): string =>
  new Date(Date.UTC(+date.slice(0, 4), +date.slice(5, 7) - 1 + months, 1)).toISOString().slice(0, 10)

/** The same day of another month, or its last. */
const sameDayIn = (date: string, months: number): string => {
  const last = addDays(monthFrom(date, months + 1), -1)
  const same = last.slice(0, 8) + date.slice(8)
  return same < last ? same : last
}

/**
 * A month as the grid of the ARIA Authoring Practices: one day takes the focus, arrows move it by days and weeks, Home
 * and End within the week, Page Up and Page Down by months.
 */
export const draw: MonthView = ({ h, count, list, say }, booking) => {
  const { dates, practice, times, day, lastWeek } = booking
  const shown = booking.month.value!
  const first = monthFrom(shown, 0)
  const last = practice.today > addDays(lastWeek, 6) ? practice.today : addDays(lastWeek, 6)
  const counts = new Map<string, number>()
  for (const { start } of times.value.slots) {
    const date = dateOf(start)
    counts.set(date, (counts.get(date) ?? 0) + 1)
  }
  const within = (date: string) => (date < practice.today ? practice.today : date > last ? last : date)

  const move = (event: KeyboardEvent, date: string) => {
    const from = weekOf(date, practice.weekStart)
    const isForward = getComputedStyle(event.currentTarget as Element).direction === 'rtl' ? -1 : 1
    const moves: { readonly [key: string]: () => string } = {
      ArrowLeft: () => addDays(date, -isForward),
      ArrowRight: () => addDays(date, isForward),
      ArrowUp: () => addDays(date, -7),
      ArrowDown: () => addDays(date, 7),
      Home: () => from,
      End: () => addDays(from, 6),
      PageUp: () => sameDayIn(date, event.shiftKey ? -12 : -1),
      PageDown: () => sameDayIn(date, event.shiftKey ? 12 : 1),
    }
    const to = moves[event.key]?.()
    if (!to) return
    event.preventDefault()
    const root = (event.currentTarget as Element).getRootNode() as ShadowRoot
    booking.showMonth(within(to))
    root.querySelector<HTMLElement>('[role=grid] [tabindex="0"]')?.focus()
  }

  const page = (label: string, sign: string, months: number) => {
    const to = monthFrom(first, months)
    const isBeyond = to > last || addDays(monthFrom(to, 1), -1) < practice.today
    return h(
      'button',
      {
        type: 'button',
        class: 'btn sq',
        'aria-label': label,
        'aria-disabled': isBeyond || null,
        onclick: () => isBeyond || booking.showMonth(within(to)),
      },
      sign,
    )
  }

  const cell = (date: string): Child => {
    const isInMonth = date.slice(0, 7) === shown.slice(0, 7)
    const n = counts.get(date) ?? 0
    const isOpen = isInMonth && n > 0
    const isCurrent = date === shown
    return h(
      'td',
      { role: 'gridcell', key: date, 'aria-selected': isOpen ? date === day.value?.date : null },
      isInMonth &&
        h(
          'button',
          {
            type: 'button',
            class: 'd',
            tabindex: isCurrent ? 0 : -1,
            'aria-pressed': isOpen && date === day.value?.date,
            'aria-disabled': !isOpen || null,
            'aria-current': date === practice.today ? 'date' : null,
            'aria-label': list(dates.long(date), n ? count(n, en.oneTime, en.manyTimes) : say(en.noTimes)),
            onkeydown: (event) => move(event as unknown as KeyboardEvent, date),
            onclick: () => (isOpen ? booking.showDay(date) : booking.showMonth(date)),
          },
          +date.slice(8),
        ),
    )
  }

  const start = weekOf(first, practice.weekStart)
  const weeks = [...Array(6).keys()]
    .map((week) => addDays(start, 7 * week))
    .filter((from) => from < monthFrom(first, 1))
  const week = [...Array(7).keys()].map((ahead) => addDays(start, ahead))
  return h(
    'div',
    { class: 's', key: 'month' },
    h(
      'div',
      { class: 'r' },
      h('h3', { id: 'month', 'aria-live': 'polite' }, dates.month(first)),
      h('div', { class: 'pg' }, page(en.previousMonth, '‹', -1), page(en.nextMonth, '›', 1)),
    ),
    h(
      'table',
      { role: 'grid', class: 'mo', 'aria-labelledby': 'month' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          week.map((date) =>
            h(
              'th',
              { key: date, scope: 'col', 'aria-label': dates.weekday(date, 'long') },
              dates.weekday(date, 'narrow'),
            ),
          ),
        ),
      ),
      h(
        'tbody',
        {},
        weeks.map((from) =>
          h(
            'tr',
            { key: from },
            [...Array(7).keys()].map((ahead) => cell(addDays(from, ahead))),
          ),
        ),
      ),
    ),
    h('div', {}, h('button', { type: 'button', class: 'lk', onclick: () => booking.showMonth(null) }, en.fewerDates)),
  )
}
