import type { DeskTab } from '../../server/contract/desk.ts'
import { showTab } from '../focus.ts'
import type { Desk } from '../model/desk.ts'
import type { Portal } from '../model/portal.ts'
import { formatRoute } from '../model/route.ts'
import { tabWords } from '../model/tabs.ts'

const tabs = Object.keys(tabWords) as DeskTab[]

/** The desk's lists, each with how many there are on it. */
export function DeskTabs({ portal, desk }: { portal: Portal; desk: Desk }) {
  const chosen = desk.tab.value
  const counts = desk.counts.value
  const locale = portal.practice.value?.locale
  return (
    <nav class="tabs" aria-label="Lists">
      {tabs.map((tab) => {
        const count = counts?.[tab] ?? 0
        return (
          <a
            key={tab}
            href={formatRoute(desk.practice, null, tab)}
            aria-current={tab === chosen ? 'page' : undefined}
            ref={tab === chosen ? showTab : null}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
              event.preventDefault()
              desk.search.clear()
              portal.chooseTab(tab)
            }}
          >
            {tabWords[tab]}
            {count > 0 && <span class="number">{count.toLocaleString(locale)}</span>}
          </a>
        )
      })}
    </nav>
  )
}
