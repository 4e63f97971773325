import { computed } from '@preact/signals'
import { useEffect, useLayoutEffect, useMemo } from 'preact/hooks'
import type { Me } from '../../server/contract/desk.ts'
import { titleId } from '../focus.ts'
import { createPatientAccess, type PatientAccessModel } from '../model/patient-access.ts'
import { fullName } from '../model/patient-words.ts'
import { accessTabs } from '../model/patients-address.ts'
import type { Portal } from '../model/portal.ts'
import { formatRoom } from '../model/route.ts'
import { AccountFault } from './account-fault.tsx'
import { ConfirmFoot } from './confirm-foot.tsx'
import { Dialog } from './dialog.tsx'
import { Icon } from './icon.tsx'
import { KeysButton } from './keys-button.tsx'
import { PatientAccessList } from './patient-access-list.tsx'
import { PatientOutcomeDialog } from './patient-outcome-dialog.tsx'
import { stepRows } from './patients-keys.ts'
import { PatientsSearch } from './patients-search.tsx'
import { accessTabWords } from './patients-words.ts'

type Practice = Me['practices'][number]

/** What every part of the room gets. */
export type PatientAccessPart = { portal: Portal; practice: Practice; model: PatientAccessModel }

/** Who may book by an account of their own, or was invited to. */
export function PatientAccessRoom({ portal, practice }: { portal: Portal; practice: Practice }) {
  const model = useMemo(() => modelFor(portal, practice), [portal, practice.id, practice.role])
  const part = { portal, practice, model }
  useEffect(() => {
    portal.roomTitle.value = 'Patient access'
    return model.stop
  }, [model])
  useLayoutEffect(() => bindKeys(part), [model])
  return (
    <>
      <div class="top patients-top">
        <a class="button quiet icon-only" href={formatRoom(practice.id, 'patients')}>
          <Icon name="left" />
          <span class="sr">Patients</span>
        </a>
        <h1 id={titleId} tabIndex={-1}>
          Patient access
        </h1>
        <PatientsSearch portal={portal} list={model.list} placeholder="Name, email, mobile" />
        <KeysButton portal={portal} />
      </div>
      <AccessTabs {...part} />
      <PatientAccessList {...part} />
      <Questions {...part} />
    </>
  )
}

function AccessTabs({ practice, model }: PatientAccessPart) {
  const counts = model.list.counts.value
  const all = counts && { ...counts, any: counts.invited + counts.enrolled + counts.removed }
  return (
    <nav class="tabs" aria-label="Which accounts">
      {accessTabs.map((tab) => (
        <a key={tab} href={model.tabHref(tab)} aria-current={tab === model.tab.value ? 'page' : undefined}>
          {accessTabWords[tab]}
          {all && <span class="number">{all[tab].toLocaleString(practice.locale)}</span>}
        </a>
      ))}
    </nav>
  )
}

function Questions({ portal, model }: PatientAccessPart) {
  const question = model.question.value
  const close = () => model.ask(null)
  if (!question) return null
  const { patient } = question
  const open = () => {
    close()
    portal.go(model.hrefOf(patient))
  }
  if (question.about === 'outcome') {
    return (
      <PatientOutcomeDialog
        {...{ portal, patient, outcome: question.outcome, lastChange: null }}
        onClose={close}
        onRecord={open}
        onEdit={open}
      />
    )
  }
  return (
    <Dialog
      title={`Remove the access of ${fullName(patient)}?`}
      onLater={close}
      onMain={() => void model.remove(patient)}
      isBusy={model.acting.going.value}
      foot={<ConfirmFoot onCancel={close} main="Remove access" />}
    >
      <p>
        {patient.access === 'enrolled'
          ? 'The patient is signed out everywhere at once and can’t sign in any more.'
          : 'The link of the invitation stops working at once.'}{' '}
        Requests and visits stay. A new invitation can be sent later.
      </p>
      <AccountFault act={model.acting} />
    </Dialog>
  )
}

function modelFor(portal: Portal, practice: Practice): PatientAccessModel {
  return createPatientAccess({
    api: portal.api,
    practice,
    hash: portal.hash,
    isOpen: computed(() => {
      const route = portal.route.value
      return route.at === 'room' && route.room === 'patient-access' && route.practice === practice.id
    }),
    now: computed(() => portal.desk.value?.now.value ?? portal.clock()),
    announce: portal.announce,
    onFailure: portal.failed,
  })
}

/** J and K over the rows, Esc out of the search. Returns what takes them off again. */
function bindKeys({ portal, model }: PatientAccessPart): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    const at = event.target instanceof Element ? event.target : null
    if (at?.closest('input, textarea, select, dialog, [contenteditable]')) return
    const key = event.key.toLowerCase()
    if (key === 'escape' && model.list.isSearching.value) model.list.clear()
    else if (portal.lettersOn.value && (key === 'j' || key === 'k')) stepRows(key === 'j' ? 1 : -1)
    else return
    event.preventDefault()
  }
  document.addEventListener('keydown', onKey)
  return () => document.removeEventListener('keydown', onKey)
}
