import type { DeskTab } from '../../server/contract/desk.ts'

/** The desk's lists as staff know them, in their order. */
export const tabWords: Readonly<Record<DeskTab, string>> = {
  action: 'Action required',
  today: 'Today',
  upcoming: 'Upcoming',
  all: 'All',
}

/** How many there are, and in which order: `7 requests, oldest first`. */
export function countWords(tab: DeskTab, count: number): { count: string; order: string } {
  const things = tab === 'action' || tab === 'all' ? ['request', 'requests'] : ['visit', 'visits']
  const orders = { action: 'oldest first', today: 'by time', upcoming: 'soonest first', all: 'latest first' }
  return { count: `${count} ${things[count === 1 ? 0 : 1]}`, order: orders[tab] }
}
