import { useEffect } from 'preact/hooks'
import { detailsId, focusPatientRow } from '../focus.ts'
import { localOf } from '../model/local-time.ts'
import { birthOf, fullName } from '../model/patient-words.ts'
import { AccountFault } from './account-fault.tsx'
import { PanelBones } from './bones.tsx'
import { failureWords } from './failure-words.ts'
import { Icon } from './icon.tsx'
import { Menu, MenuItem } from './menu.tsx'
import { NotFresh } from './not-fresh.tsx'
import { Notice } from './notice.tsx'
import { PatientAccount } from './patient-account.tsx'
import { PatientConsents } from './patient-consents.tsx'
import { PatientDetails } from './patient-details.tsx'
import { PatientDuplicates } from './patient-duplicates.tsx'
import { PatientVisits } from './patient-visits.tsx'
import type { PatientsPart } from './patients-room.tsx'

const menu = 'patient-more'

/** One patient: who they are, when they come, how they may be written to, and how they book. */
export function PatientPageView(part: PatientsPart) {
  const { model } = part
  const patient = model.page.value
  const failure = model.failure.value
  const id = model.id.value
  useEffect(() => {
    // Back by the browser's own button, too, leads to the row.
    return () => {
      if (id !== null && model.id.peek() === null) focusPatientRow(id)
    }
  }, [id])
  return (
    <div class="room patient">
      <PatientHead {...part} />
      {patient && failure && <NotFresh failure={failure} read={model.read} at="patients-news" />}
      {model.news.value && (
        <p class="note success patients-news">
          <Icon name="check" />
          <span>{model.news.value.words}</span>
          {model.news.value.invite && model.mayChange && (
            <button type="button" class="button small" onClick={() => void model.sendInvitation()}>
              <Icon name="undo" />
              Send again
            </button>
          )}
        </p>
      )}
      {patient && !model.question.value && <AccountFault act={model.acting} />}
      {patient && (
        <div class="patient-parts">
          <div class="patient-column">
            <PatientDetails {...part} patient={patient} />
            <PatientDuplicates {...part} patient={patient} />
            <PatientVisits {...part} patient={patient} />
          </div>
          <div class="patient-column">
            <PatientAccount {...part} patient={patient} />
            <PatientConsents {...part} patient={patient} />
          </div>
        </div>
      )}
      {!patient && failure && <NotRead {...part} />}
      {!patient && !failure && (
        <div class="panel">
          <PanelBones words="Reading the patient…" />
        </div>
      )}
    </div>
  )
}

/** Way back, who it is, what can be done. The heading is there all the same while nothing is known, to take focus. */
function PatientHead({ portal, practice, model }: PatientsPart) {
  const patient = model.page.value
  const now = portal.clock()
  const birth = patient && birthOf(patient.birthDate, portal.words.value, now)
  const today = localOf(now, practice.timeZone).date
  return (
    <div class="patient-head">
      <a
        class="button quiet small patient-back"
        href={model.listHref}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
          event.preventDefault()
          model.close()
        }}
      >
        <Icon name="left" />
        Patients
      </a>
      <div class="patient-name">
        <h2 id={detailsId} tabIndex={-1} class={patient ? undefined : 'sr'}>
          {patient ? fullName(patient) : 'Patient'}
        </h2>
        {birth && (
          <span class="muted">
            born {birth.text}
            {birth.years && `, ${birth.years}`}
          </span>
        )}
      </div>
      {patient && model.mayChange && (
        <span class="patient-acts">
          {patient.access !== 'none' && (
            <button type="button" class="button small" onClick={() => model.ask({ about: 'account' })}>
              Review account
            </button>
          )}
          <button type="button" class="button small" onClick={model.askEdit}>
            Edit
          </button>
          <Menu
            id={menu}
            class="button small"
            label={
              <>
                More
                <Icon name="down" />
              </>
            }
          >
            <MenuItem menu={menu} onClick={() => void model.exportAll(today)}>
              <Icon name="download" />
              Export everything
            </MenuItem>
            {model.isOwner && (
              <MenuItem menu={menu} onClick={() => model.ask({ about: 'erase' })}>
                <Icon name="x" />
                Erase…
              </MenuItem>
            )}
          </Menu>
        </span>
      )}
    </div>
  )
}

function NotRead({ model }: PatientsPart) {
  const failure = model.failure.value!
  if (failure.kind === 'not-found') {
    return (
      <Notice
        tone="plain"
        icon="user"
        level="h2"
        title="This patient is not here any more"
        action={{ words: 'Show all patients', icon: 'users', act: model.close }}
      >
        The record was erased, or merged into another one. The link may also belong to another practice.
      </Notice>
    )
  }
  return (
    <Notice
      tone="danger"
      level="h2"
      title="The patient could not be read"
      technical={failure.code}
      action={{ words: 'Try again', icon: 'sync', act: model.read }}
    >
      {failureWords(failure)} Nothing of the record is lost.
    </Notice>
  )
}
