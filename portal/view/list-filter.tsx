import type { Desk } from '../model/desk.ts'
import { filterWords, parseListFilters } from '../model/list-filters.ts'
import type { Portal } from '../model/portal.ts'
import { formatRoute } from '../model/route.ts'
import { Icon } from './icon.tsx'

/** What the list is narrowed to, as a number of the report led to it, and the way to all of them. */
export function ListFilter({ portal, desk }: { portal: Portal; desk: Desk }) {
  const filters = parseListFilters(desk.list.value.filter)
  const practice = portal.practice.value
  if (!filters || !practice) return null
  return (
    <div class="list-filter">
      <p>
        <span class="sr">Only: </span>
        {filterWords(filters, practice).join(' · ')}
      </p>
      <a class="button small" href={formatRoute(desk.practice, null, 'all')}>
        <Icon name="x" />
        Show all
      </a>
    </div>
  )
}
