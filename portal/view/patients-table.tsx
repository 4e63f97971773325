import type { ComponentChildren } from 'preact'
import type { PatientRow } from '../../server/contract/patients.ts'
import { focusDetails, patientRowId } from '../focus.ts'
import type { PatientList } from '../model/patient-list.ts'
import { fullName } from '../model/patient-words.ts'
import type { Portal } from '../model/portal.ts'
import { ListBones } from './bones.tsx'
import { Breakable } from './breakable.tsx'
import { failureWords } from './failure-words.ts'
import { MoreRows } from './more-rows.tsx'
import { NotFresh } from './not-fresh.tsx'
import { Notice } from './notice.tsx'

/** A room's list of patients: what was done, the rows, and why there are none. */
export function PatientsTable(props: {
  list: PatientList
  label: string
  /** Above everything: what was done, or could not be. */
  news: ComponentChildren
  /** Above the rows, in their panel. */
  head?: ComponentChildren
  /** Cells of the head row. */
  columns: ComponentChildren
  row: (row: PatientRow) => ComponentChildren
  /** In place of rows when there is nobody; `nobodyFound`: what can be looked for, said when a search finds nobody. */
  nobody: ComponentChildren
  nobodyFound: string
  unread: { title: string; text: string }
  reading: string
}) {
  const { list, label, news, head, columns, row, nobody, nobodyFound, unread, reading } = props
  const rows = list.rows.value
  const failure = list.failure.value
  return (
    <div class="room patients">
      {news}
      {rows && failure && <NotFresh failure={failure} read={list.read} at="patients-news" />}
      {rows && rows.length > 0 && (
        <section class="panel" aria-label={label}>
          {head}
          <table class="patients-table">
            <thead>
              <tr>{columns}</tr>
            </thead>
            <tbody>{rows.map(row)}</tbody>
          </table>
          {list.next.value !== null && <MoreRows list={list} />}
        </section>
      )}
      {rows?.length === 0 && !failure && !list.isSearching.value && nobody}
      {rows?.length === 0 && !failure && list.isSearching.value && (
        <Notice
          tone="plain"
          level="h2"
          title="Nobody found"
          action={{ words: 'End the search', icon: 'x', act: list.clear }}
        >
          {nobodyFound}
        </Notice>
      )}
      {!rows && failure && (
        <Notice
          tone="danger"
          level="h2"
          title={unread.title}
          technical={failure.code}
          action={{ words: 'Try again', icon: 'sync', act: list.read }}
        >
          {failureWords(failure)} {unread.text}
        </Notice>
      )}
      {!rows && !failure && <ListBones words={reading} />}
    </div>
  )
}

/** One patient: the name leads to their page, as does the row for whoever points. `under`: below the name. */
export function PatientLine(props: {
  portal: Portal
  patient: PatientRow
  href: string
  under?: ComponentChildren
  children: ComponentChildren
}) {
  const { portal, patient, href, under, children } = props
  const open = () => {
    portal.go(href)
    focusDetails()
  }
  return (
    <tr onClick={(event) => openByRow(event, open)}>
      <th scope="row">
        <a
          class="patient-link"
          id={patientRowId(patient.id)}
          data-patient={patient.id}
          href={href}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
            event.preventDefault()
            open()
          }}
        >
          <span>{fullName(patient)}</span>
          {under}
        </a>
      </th>
      {children}
    </tr>
  )
}

export function EmailCell({ patient }: { patient: PatientRow }) {
  return (
    <td class={patient.email === null ? 'none' : ''}>
      {patient.email === null ? <None /> : <Breakable text={patient.email} before="@" />}
    </td>
  )
}

/** A row leads where its link does, for whoever points; unless something in it is pressed, or a text is being marked. */
export function openByRow(event: MouseEvent, open: () => void): void {
  const isElse = event.target instanceof Element && event.target.closest('a, button')
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey
  if (isElse || !isPlain || !document.getSelection()?.isCollapsed) return
  open()
}

/** Nothing is known: a dash for the eye, a word for the ear. */
export const None = () => (
  <span class="muted">
    <span aria-hidden="true">–</span>
    <span class="sr">none</span>
  </span>
)
