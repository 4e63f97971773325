import { effect } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { Me } from '../../server/contract/desk.ts'
import type { PracticeFile } from '../../server/contract/practice-file.ts'
import { focusFault, titleId } from '../focus.ts'
import type { Portal } from '../model/portal.ts'
import { rulesOf } from '../model/rules.ts'
import { listOfParts } from '../model/rules-parts.ts'
import { isOfRules } from '../model/schedule-address.ts'
import { createSetup, type SetupModel } from '../model/setup.ts'
import { isOfSetup, type SetupPlace } from '../model/setup-address.ts'
import { RoomBones } from './bones.tsx'
import { failureWords } from './failure-words.ts'
import { Icon } from './icon.tsx'
import { Notice } from './notice.tsx'
import { bindSaveKey, RulesMenu, RulesSaveBar } from './schedule-bar.tsx'
import { BeforeSave } from './schedule-before-save.tsx'
import { RulesConflictNote } from './schedule-conflict.tsx'
import { LeaveGuard } from './settings-leave-guard.tsx'
import { ChairsSetup } from './setup-chairs.tsx'
import { ClosuresSetup } from './setup-closures.tsx'
import { SetupFaults } from './setup-faults.tsx'
import { LocationsSetup } from './setup-locations.tsx'
import { PracticeSetup } from './setup-practice.tsx'
import { PractitionersSetup } from './setup-practitioners.tsx'
import { ReasonsSetup } from './setup-reasons.tsx'
import { SetupTabs } from './setup-tabs.tsx'
import { TimeOffSetup } from './setup-time-off.tsx'

type Practice = Me['practices'][number]

/** What every part of the set-up gets. `today`: at the practice, `YYYY-MM-DD`. */
export type SetupPart = {
  portal: Portal
  model: SetupModel
  practice: Practice
  /** The draft. */
  file: PracticeFile
  today: string
  mayChange: boolean
}

const views: Record<SetupPlace, ComponentType<SetupPart>> = {
  practice: PracticeSetup,
  locations: LocationsSetup,
  practitioners: PractitionersSetup,
  chairs: ChairsSetup,
  reasons: ReasonsSetup,
  closures: ClosuresSetup,
  'time-off': TimeOffSetup,
}

/** What a practice is made of: who, where, what for, and when it is closed. */
export function SetupRoom({ portal, practice }: { portal: Portal; practice: Practice }) {
  const rules = rulesOf(portal, practice.id)
  const model = useMemo(() => {
    const { hash, go, announce } = portal
    return createSetup({ rules, practice, hash, go, announce })
  }, [portal, rules])
  useEffect(() => {
    portal.roomTitle.value = 'Set-up'
    void rules.read()
    const stopKey = practice.role === 'read-only' ? () => {} : bindSaveKey(rules)
    const stopFocusing = effect(() => {
      if (rules.saveFailure.value?.problem?.errors) focusFault()
    })
    return () => {
      stopKey()
      stopFocusing()
    }
  }, [rules])
  return (
    <>
      <div class="top">
        <h1 id={titleId} tabIndex={-1}>
          Set-up
        </h1>
        {practice.role !== 'read-only' && rules.file.value && (
          <span class="setup-menu">
            <RulesMenu rules={rules} practiceName={practice.name} />
          </span>
        )}
      </div>
      <SetupTabs model={model} practice={practice} />
      <Content portal={portal} model={model} practice={practice} />
    </>
  )
}

function Content({ portal, model, practice }: Pick<SetupPart, 'portal' | 'model' | 'practice'>) {
  const { rules } = model
  const failure = rules.failure.value
  const file = rules.file.value
  if (!file) {
    return failure ? (
      <Notice
        tone="danger"
        level="h2"
        title="The set-up could not be read"
        technical={failure.code}
        action={{ words: 'Try again', icon: 'sync', act: rules.read }}
      >
        {failureWords(failure)} It holds as it was set.
      </Notice>
    ) : (
      <RoomBones room="setup" words="Reading the set-up…" />
    )
  }
  const place = model.place.value
  const View = views[place]
  const mayChange = practice.role === 'owner' || (practice.role === 'staff' && isForStaff(place))
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: practice.timeZone }).format(portal.clock())
  const part: SetupPart = { portal, model, practice, file, today, mayChange }
  const isFaulty = rules.faults.value.length > 0
  return (
    <>
      <div class="room setup">
        <div class="setup-parts">
          {!mayChange && <ReadOnlyNote role={practice.role} />}
          <RulesConflictNote portal={portal} rules={rules} />
          <View key={place} {...part} />
        </div>
        {practice.role !== 'read-only' && (
          <div class="setup-aside">
            {isFaulty ? <SetupFaults {...part} /> : <BeforeSave portal={portal} rules={rules} practice={practice.id} />}
          </div>
        )}
      </div>
      {practice.role !== 'read-only' && <RulesSaveBar rules={rules} />}
      <LeaveGuard
        portal={portal}
        model={rules}
        names={listOfParts(rules.changed.value)}
        isWithin={(hash) => isOfRules(hash, practice.id) || isOfSetup(hash, practice.id)}
      />
    </>
  )
}

/** When nobody is seen belongs to a day's work; what the practice is, to its owners. */
const isForStaff = (place: SetupPlace) => place === 'closures' || place === 'time-off'

function ReadOnlyNote({ role }: Pick<Practice, 'role'>) {
  return (
    <p class="note plain">
      <Icon name="lock" />
      <span>
        You can look at these. An owner of the practice can change them
        {role === 'staff' ? '; closures, leave and extra days are yours to change, too.' : '.'}
      </span>
    </p>
  )
}
