import { titleId } from '../focus.ts'
import type { Desk } from '../model/desk.ts'
import type { Portal } from '../model/portal.ts'
import { AnswerLater } from './answer-later.tsx'
import { BellMenu } from './bell-menu.tsx'
import { DeskTabs } from './desk-tabs.tsx'
import { Details } from './details.tsx'
import { KeysBar } from './keys-bar.tsx'
import { KeysButton } from './keys-button.tsx'
import { RequestList } from './request-list.tsx'
import { SearchField } from './search-field.tsx'

/** Appointments: the lists, and beside them what is open. */
export function DeskRoom({ portal, desk }: { portal: Portal; desk: Desk }) {
  const list = desk.list.value
  const hasAnswer = list.rows.value !== null || list.failure.value !== null
  const isBare = hasAnswer && !desk.rows.value?.length && desk.selected.value === null && !desk.search.isOn.value
  return (
    <>
      <div class="top">
        <h1 id={titleId} tabIndex={-1}>
          Appointments
        </h1>
        <SearchField
          portal={portal}
          search={desk.search}
          label="Search patients and requests"
          placeholder="Search patients, requests"
        />
        <BellMenu alerts={portal.alerts} />
        <KeysButton portal={portal} />
      </div>
      <DeskTabs portal={portal} desk={desk} />
      <div class={isBare ? 'desk bare' : 'desk'}>
        <RequestList portal={portal} desk={desk} />
        <Details portal={portal} desk={desk} />
      </div>
      <KeysBar lettersOn={portal.lettersOn} />
      <AnswerLater portal={portal} desk={desk} />
    </>
  )
}
