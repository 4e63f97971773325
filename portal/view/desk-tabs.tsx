import type { DeskTab } from '../../server/contract/desk.ts'
import type { Desk } from '../model/desk.ts'
import type { Portal } from '../model/portal.ts'
import { formatRoute } from '../model/route.ts'
import { tabWords } from '../model/tabs.ts'

const tabs = Object.keys(tabWords) as DeskTab[]

/** The desk's lists. What waits is counted always, the others while they are looked at: only then is their count known. */
export function DeskTabs({ portal, desk }: { portal: Portal; desk: Desk }) {
  const chosen = desk.tab.value
  const list = desk.list.value
  const known = list.tab === chosen && list.practitioner === null && list.rows.value ? list.total.value : null
  const countOf = (tab: DeskTab) => (tab === 'action' ? desk.waiting.value : tab === chosen ? known : null)
  return (
    <nav class="tabs" aria-label="Lists">
      {tabs.map((tab) => {
        const count = countOf(tab)
        return (
          <a
            key={tab}
            href={formatRoute(desk.practice, null, tab)}
            aria-current={tab === chosen ? 'page' : undefined}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
              event.preventDefault()
              desk.search.clear()
              portal.chooseTab(tab)
            }}
          >
            {tabWords[tab]}
            {count !== null && count > 0 && <span class="number">{count}</span>}
          </a>
        )
      })}
    </nav>
  )
}
