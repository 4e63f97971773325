import type { Desk } from '../model/desk.ts'
import type { Portal } from '../model/portal.ts'
import { countWords, tabWords } from '../model/tabs.ts'
import { ListBones } from './bones.tsx'
import { failureWords } from './failure-words.ts'
import { ListFilter } from './list-filter.tsx'
import { MoreRows } from './more-rows.tsx'
import { NotFresh } from './not-fresh.tsx'
import { Notice } from './notice.tsx'
import { OriginBanner } from './origin-banner.tsx'
import { Rows } from './rows.tsx'
import { SearchResults } from './search-results.tsx'

/** Who waits, longest first. */
export function RequestList({ portal, desk }: { portal: Portal; desk: Desk }) {
  const list = desk.list.value
  const rows = list.rows.value
  const failure = list.failure.value
  const readAt = list.readAt.value
  const readTime = readAt === null ? '' : portal.words.value.time(readAt)
  return (
    <section class="list" id="requests" aria-label={tabWords[list.tab]} tabIndex={-1}>
      {desk.search.isOn.value ? (
        <SearchResults portal={portal} desk={desk} />
      ) : (
        <>
          <OriginBanner portal={portal} desk={desk} />
          <ListFilter portal={portal} desk={desk} />
          {rows && failure && <NotFresh failure={failure} read={desk.read} at="band" since={readTime} />}
          {rows && (rows.length > 0 || list.practitioner !== null) && <ListHead portal={portal} desk={desk} />}
          {rows && rows.length > 0 && <Rows portal={portal} desk={desk} rows={rows} />}
          {rows && list.next.value !== null && <MoreRows list={list} />}
          {rows?.length === 0 && !failure && <NoRows portal={portal} desk={desk} readTime={readTime} />}
          {!rows && failure && (
            <Notice
              tone="danger"
              level="h2"
              title="The requests could not be read"
              technical={failure.code}
              action={{ words: 'Try again', icon: 'sync', act: desk.read }}
            >
              {failureWords(failure)} Requests that were sent are kept. This page tries again every 15 seconds.
            </Notice>
          )}
          {!rows && !failure && <ListBones />}
        </>
      )}
    </section>
  )
}

/** How many, in which order, and whose. */
function ListHead({ portal, desk }: { portal: Portal; desk: Desk }) {
  const list = desk.list.value
  const total = list.total.value
  const words = countWords(list.tab, total)
  const practitioners = portal.practice.value?.practitioners ?? []
  return (
    <div class="list-head">
      <span>
        <b>{words.count}</b>
        {total > 1 && `, ${words.order}`}
      </span>
      {practitioners.length > 1 && list.filter === '' && (
        <select
          class="quiet-select"
          aria-label="Whose visits"
          value={desk.practitioner.value ?? ''}
          onChange={(event) => {
            desk.practitioner.value = event.currentTarget.value || null
          }}
        >
          <option value="">All practitioners</option>
          {practitioners.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
    </div>
  )
}

function NoRows({ portal, desk, readTime }: { portal: Portal; desk: Desk; readTime: string }) {
  const { tab, practitioner, filter } = desk.list.value
  const nobody = practitioner !== null
  if (tab === 'action') {
    return (
      <Notice
        tone="success"
        level="h2"
        title={nobody ? 'Nothing is waiting for this practitioner' : 'Nothing is waiting'}
        {...(nobody ? {} : { action: { words: 'Show today', icon: 'cal', act: () => portal.chooseTab('today') } })}
      >
        A new request appears here by itself. Last looked at {readTime}.
      </Notice>
    )
  }
  if (filter !== '') {
    return (
      <Notice tone="plain" icon="cal" level="h2" title="No request fits this choice">
        The report may have counted before something changed. Last looked at {readTime}.
      </Notice>
    )
  }
  const titles = { today: 'No visits today', upcoming: 'No visits ahead', all: 'No requests yet' }
  return (
    <Notice tone="plain" icon="cal" level="h2" title={titles[tab]}>
      Last looked at {readTime}.
    </Notice>
  )
}
