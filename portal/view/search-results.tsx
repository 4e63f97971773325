import type { Desk } from '../model/desk.ts'
import type { Portal } from '../model/portal.ts'
import { ListBones } from './bones.tsx'
import { failureWords } from './failure-words.ts'
import { Notice } from './notice.tsx'
import { Rows } from './rows.tsx'

/** What was found, in the list's place. */
export function SearchResults({ portal, desk }: { portal: Portal; desk: Desk }) {
  const { search } = desk
  const rows = search.rows.value
  const failure = search.failure.value
  if (failure) {
    return (
      <Notice
        tone="danger"
        level="h2"
        title="The search did not work"
        technical={failure.code}
        action={{ words: 'Try again', icon: 'sync', act: search.look }}
      >
        {failureWords(failure)}
      </Notice>
    )
  }
  if (!rows) return <ListBones />
  if (rows.length === 0) {
    return (
      <Notice tone="plain" level="h2" title="Nothing found">
        Look for a name, a date of birth, a number, an email or a reference, or part of one.
      </Notice>
    )
  }
  return (
    <>
      <p class="list-head">
        <span>
          <b>{rows.length === 1 ? '1 found' : `${rows.length} found`}</b>
          {rows.length > 1 && ', latest visit first'}
        </span>
      </p>
      <Rows portal={portal} desk={desk} rows={rows} />
    </>
  )
}
