import type { PatientRow } from '../../server/contract/patients.ts'
import { accessOf, birthOf } from '../model/patient-words.ts'
import { Chip } from './chip.tsx'
import { Icon } from './icon.tsx'
import { Notice } from './notice.tsx'
import type { PatientsPart } from './patients-room.tsx'
import { EmailCell, None, PatientLine, PatientsTable } from './patients-table.tsx'
import { AccessLink } from './patients-top.tsx'
import { accessChips } from './patients-words.ts'

/** Everybody the practice knows, or whom a search finds. */
export function PatientsList(part: PatientsPart) {
  const { practice, model } = part
  const { list } = model
  return (
    <PatientsTable
      list={list}
      label="Patients"
      news={
        model.news.value && (
          <p class="note success patients-news">
            <Icon name="check" />
            <span>{model.news.value.words}</span>
          </p>
        )
      }
      head={
        <p class="list-head">
          <span>
            <b>{countWords(list.total.value, list.isSearching.value, practice.locale)}</b>
            {list.total.value > 1 && <span class="wide-only">, by family name</span>}
          </span>
          <span class="narrow-only">
            <AccessLink {...part} />
          </span>
        </p>
      }
      columns={
        <>
          <th scope="col">Patient</th>
          <th scope="col">Mobile</th>
          <th scope="col">Email</th>
          <th scope="col">Next visit</th>
          <th scope="col">Online account</th>
        </>
      }
      row={(row) => <Row key={row.id} {...part} row={row} />}
      nobody={<Nobody {...part} />}
      nobodyFound="Look for a name, a date of birth, a mobile number or an email, or part of one."
      unread={{ title: 'The patients could not be read', text: 'Nothing of them is lost.' }}
      reading="Reading patients…"
    />
  )
}

function Row({ portal, model, row }: PatientsPart & { row: PatientRow }) {
  const words = portal.words.value
  const now = portal.clock()
  const birth = birthOf(row.birthDate, words, now)
  const state = accessOf(row)
  const chip = accessChips[state]
  return (
    <PatientLine
      portal={portal}
      patient={row}
      href={model.hrefOf(row.id)}
      under={
        <span class="small muted line">
          <span class="sr">, </span>
          {birth ? `born ${birth.text}${birth.years ? `, ${birth.years}` : ''}` : 'date of birth not known'}
        </span>
      }
    >
      <td class={row.mobile === null ? 'none' : 'number'}>{row.mobile ?? <None />}</td>
      <EmailCell patient={row} />
      <td class={row.next === null ? 'none' : ''}>
        {row.next ? (
          <>
            <span class="narrow-only muted">Next visit: </span>
            {words.moment(Date.parse(row.next), now)}
          </>
        ) : (
          <None />
        )}
      </td>
      <td class={state === 'none' ? 'none' : ''}>
        {state === 'none' ? (
          <span class="muted">Not invited</span>
        ) : (
          <Chip icon={chip.icon} tone={chip.tone}>
            {chip.words}
          </Chip>
        )}
      </td>
    </PatientLine>
  )
}

function Nobody({ portal, model }: PatientsPart) {
  return (
    <Notice
      tone="plain"
      icon="users"
      level="h2"
      title="No patients yet"
      {...(model.mayChange ? { action: { words: 'New patient', icon: 'plus' as const, act: model.askNew } } : {})}
    >
      {portal.practice.value?.mode === 'own'
        ? 'Whoever sends a request stands here by itself.'
        : 'Whoever sends a request, or has an appointment in the PMS, stands here by itself.'}
    </Notice>
  )
}

function countWords(count: number, isSearching: boolean, locale: string): string {
  const number = count.toLocaleString(locale)
  if (isSearching) return `${number} found`
  return count === 1 ? '1 patient' : `${number} patients`
}
