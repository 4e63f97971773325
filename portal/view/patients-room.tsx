import { computed } from '@preact/signals'
import { useEffect, useLayoutEffect, useMemo } from 'preact/hooks'
import type { Me } from '../../server/contract/desk.ts'
import { saveFile } from '../download.ts'
import { newKey } from '../key.ts'
import { createPatients, type PatientsModel } from '../model/patients.ts'
import type { Portal } from '../model/portal.ts'
import { PatientPageView } from './patient-page.tsx'
import { PatientQuestions } from './patient-questions.tsx'
import { bindPatientsKeys } from './patients-keys.ts'
import { PatientsList } from './patients-list.tsx'
import { PatientsTop } from './patients-top.tsx'

type Practice = Me['practices'][number]

/** What every part of the room gets. */
export type PatientsPart = { portal: Portal; practice: Practice; model: PatientsModel }

/** Everybody the practice knows, and the page of one of them. */
export function PatientsRoom({ portal, practice }: { portal: Portal; practice: Practice }) {
  const model = useMemo(() => modelFor(portal, practice), [portal, practice.id, practice.role])
  const part = { portal, practice, model }
  const isPage = model.id.value !== null
  useEffect(() => model.stop, [model])
  useEffect(() => {
    // Whose page it is stays out of the browser's history.
    portal.roomTitle.value = isPage ? 'Patient' : 'Patients'
  }, [model, isPage])
  // Before it is seen: whoever types at once is heard.
  useLayoutEffect(() => bindPatientsKeys(part), [model])
  return (
    <>
      <PatientsTop {...part} />
      {isPage ? <PatientPageView key={model.id.value} {...part} /> : <PatientsList {...part} />}
      <PatientQuestions {...part} />
    </>
  )
}

function modelFor(portal: Portal, practice: Practice): PatientsModel {
  return createPatients({
    api: portal.api,
    practice,
    hash: portal.hash,
    isOpen: computed(() => {
      const route = portal.route.value
      return route.at === 'room' && route.room === 'patients' && route.practice === practice.id
    }),
    // Each reading of the desk moves it on: whenever the server says that something moved, and each minute.
    now: computed(() => portal.desk.value?.now.value ?? portal.clock()),
    go: portal.go,
    save: saveFile,
    newKey,
    announce: portal.announce,
    onFailure: portal.failed,
  })
}
