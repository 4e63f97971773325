import type { AccountReply } from '../../../server/contract/patient-account.ts'
import { dateOf } from '../../calendar.ts'
import { h } from '../../dom.ts'
import { outcome } from '../../patient/outcome.ts'
import * as own from '../../patient/text/en.ts'
import { fill, list, say } from '../../text/fill.ts'
import type { Account } from '../model.ts'
import { addressOf } from '../page.ts'
import * as en from '../text/en.ts'
import { apart } from './parts.ts'

type Visit = AccountReply['visits'][number]

/** Still to come: what was asked for, and what is confirmed, from today on as the practice's calendar has it. */
const isAhead = ({ state, start }: Visit, today: string) =>
  /^(pending|booked|arrived)$/.test(state) && dateOf(start) >= today

/** What is planned, and below it, folded away, what is over. */
export const visitList = (account: Account) => {
  const { visits } = account.account.value!
  const { today } = account.page
  const ahead = visits.filter((visit) => isAhead(visit, today))
  const over = visits.filter((visit) => !isAhead(visit, today))
  return h(
    'section',
    { class: 's', key: 'visits', 'aria-labelledby': 'visits' },
    h('h2', { id: 'visits' }, en.visits),
    ahead.length
      ? h(
          'ul',
          { class: 'visits' },
          ahead.map((visit) => item(account, visit, true)),
        )
      : h('p', {}, en.noVisits),
    over.length > 0 &&
      h(
        'details',
        { key: 'over' },
        h('summary', {}, en.pastVisits, ` (${over.length})`),
        h(
          'ul',
          { class: 'visits' },
          over.map((visit) => item(account, visit, false)),
        ),
      ),
  )
}

const item = ({ dates, page }: Account, visit: Visit, isToCome: boolean) => {
  const { state, start, end, reason, practitioner, location, link, reference } = visit
  const when = dates.full(start)
  const { tag, tone } =
    isToCome || !/^(pending|booked)$/.test(state)
      ? outcome(dates, { state, start, reference: reference ?? '' })
      : { tag: own.pastVisit, tone: 'past' }
  const minutes = (Date.parse(end) - Date.parse(start)) / 60_000
  const see = isToCome ? en.seeVisit : en.seePast
  return h(
    'li',
    { class: 'q', key: reference ?? start },
    h('p', { class: `tag ${tone}` }, tag),
    h('h3', {}, when),
    reason && h('p', {}, fill(own.visit, { reason: apart(reason), minutes })),
    h('p', { class: 'm' }, list(apart(practitioner), location ? apart(location) : '')),
    link
      ? h(
          'a',
          { class: 'lk', href: `${addressOf(page, '/request')}#${link}`, 'aria-label': `${say(see)}: ${when}` },
          see,
        )
      : isToCome && h('p', { class: 'm' }, en.callToChange),
  )
}
