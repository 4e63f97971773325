import type { RequestRow } from '../../server/contract/desk.ts'
import type { Desk } from '../model/desk.ts'
import type { Portal } from '../model/portal.ts'
import { RequestLink } from './request-link.tsx'

/** The rows of a list or of a search. What differs between them is told to each: one that moves draws itself alone. */
export function Rows({ portal, desk, rows }: { portal: Portal; desk: Desk; rows: readonly RequestRow[] }) {
  const open = desk.selected.value
  return (
    <ul>
      {rows.map((row) => (
        <li key={row.id}>
          <RequestLink
            portal={portal}
            desk={desk}
            request={row}
            isOpen={row.id === open}
            isUnread={row.state === 'pending' && desk.isUnread(row.id)}
          />
        </li>
      ))}
    </ul>
  )
}
