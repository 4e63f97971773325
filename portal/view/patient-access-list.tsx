import type { PatientRow } from '../../server/contract/patients.ts'
import { accessOf, fullName } from '../model/patient-words.ts'
import { formatRoom } from '../model/route.ts'
import { AccountFault } from './account-fault.tsx'
import { Chip } from './chip.tsx'
import { Icon } from './icon.tsx'
import { Notice } from './notice.tsx'
import type { PatientAccessPart } from './patient-access-room.tsx'
import { EmailCell, None, PatientLine, PatientsTable } from './patients-table.tsx'
import { accessChips } from './patients-words.ts'

/** Everybody of the chosen part, latest change first. */
export function PatientAccessList(part: PatientAccessPart) {
  const { model } = part
  const news = model.news.value
  return (
    <PatientsTable
      list={model.list}
      label="Patient access"
      news={
        <>
          {news && (
            <p class="note success patients-news">
              <Icon name="check" />
              <span>{news.words}</span>
              {news.undo && (
                <button type="button" class="button small" onClick={() => void model.invite(news.undo!)}>
                  <Icon name="undo" />
                  Send again
                </button>
              )}
            </p>
          )}
          {!model.question.value && <AccountFault act={model.acting} />}
        </>
      }
      columns={
        <>
          <th scope="col">Patient</th>
          <th scope="col">Email</th>
          <th scope="col">State</th>
          <th scope="col">Since</th>
          {model.mayChange && (
            <th scope="col">
              <span class="sr">What can be done</span>
            </th>
          )}
        </>
      }
      row={(row) => <Row key={row.id} {...part} row={row} />}
      nobody={<Nobody {...part} />}
      nobodyFound="Look for a name, an email or a mobile number, or part of one."
      unread={{ title: 'The accounts could not be read', text: 'Nobody’s access has changed.' }}
      reading="Reading who has access…"
    />
  )
}

function Row({ portal, model, row }: PatientAccessPart & { row: PatientRow }) {
  const words = portal.words.value
  const state = accessOf(row)
  const chip = accessChips[state]
  return (
    <PatientLine portal={portal} patient={row} href={model.hrefOf(row)}>
      <EmailCell patient={row} />
      <td>
        <Chip icon={chip.icon} tone={chip.tone}>
          {chip.words}
        </Chip>
      </td>
      <td>
        {row.accessAt ? (
          <span class="muted">
            <span class="narrow-only">Since: </span>
            {words.moment(Date.parse(row.accessAt), portal.clock())}
          </span>
        ) : (
          <None />
        )}
      </td>
      {model.mayChange && (
        <td class="row-acts">
          {row.access !== 'enrolled' && (
            <button type="button" class="button quiet small" onClick={() => void model.invite(row)}>
              Send again <span class="sr">to {fullName(row)}</span>
            </button>
          )}
          {row.access !== 'removed' && (
            <button
              type="button"
              class="button quiet small"
              onClick={() => model.ask({ about: 'removal', patient: row })}
            >
              Remove… <span class="sr">the access of {fullName(row)}</span>
            </button>
          )}
        </td>
      )}
    </PatientLine>
  )
}

const nobodyTitles = {
  any: 'Nobody has been invited yet',
  invited: 'No invitation is open',
  enrolled: 'Nobody has enrolled yet',
  removed: 'Nobody’s access was removed',
} as const

function Nobody({ portal, practice, model }: PatientAccessPart) {
  return (
    <Notice
      tone="plain"
      icon="users"
      level="h2"
      title={nobodyTitles[model.tab.value]}
      action={{
        words: 'Show all patients',
        icon: 'users',
        act: () => portal.go(formatRoom(practice.id, 'patients')),
      }}
    >
      Invitations are sent from a patient’s page.
    </Notice>
  )
}
