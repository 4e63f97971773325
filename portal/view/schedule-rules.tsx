import { effect } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import type { PracticeFile } from '../../server/contract/practice-file.ts'
import type { Portal } from '../model/portal.ts'
import type { RulesModel } from '../model/rules.ts'
import { listOfParts } from '../model/rules-parts.ts'
import { isOfRules } from '../model/schedule-address.ts'
import { PanelBones } from './bones.tsx'
import { failureWords } from './failure-words.ts'
import { Icon } from './icon.tsx'
import { Notice } from './notice.tsx'
import { bindSaveKey, RulesSaveBar } from './schedule-bar.tsx'
import { BeforeSave } from './schedule-before-save.tsx'
import { RulesConflictNote } from './schedule-conflict.tsx'
import { LeaveGuard } from './settings-leave-guard.tsx'

/** Reads the rules, and again whenever something may have moved; Ctrl S saves them. */
export function useRules(portal: Portal, rules: RulesModel, read?: () => void): void {
  useEffect(() => {
    // Each reading of the desk moves it on: whenever the server says that something moved, and each minute.
    const stop = effect(() => {
      portal.desk.value?.now.value
      void rules.read()
      read?.()
    })
    const unbind = bindSaveKey(rules)
    return () => {
      stop()
      unbind()
    }
  }, [portal, rules, read])
}

/**
 * What every room that edits the rules stands in: what is edited left, what saving would bring about right, and the bar
 * that saves below.
 */
export function RulesFrame(props: {
  portal: Portal
  rules: RulesModel
  practice: string
  mayChange: boolean
  /** In the aside, under what saving would bring about. */
  aside?: ComponentChildren
  children: (file: PracticeFile) => ComponentChildren
}) {
  const { portal, rules, practice, mayChange, aside, children } = props
  const file = rules.file.value
  const failure = rules.failure.value
  if (!file) {
    return failure ? (
      <Notice
        tone="danger"
        level="h2"
        title="The hours could not be read"
        technical={failure.code}
        action={{ words: 'Try again', icon: 'sync', act: rules.read }}
      >
        {failureWords(failure)} They hold as they were saved.
      </Notice>
    ) : (
      <div class="room">
        <PanelBones words="Reading the hours…" />
      </div>
    )
  }
  return (
    <>
      <div class="room schedule">
        <div class="schedule-main">
          {!mayChange && (
            <p class="note plain">
              <Icon name="lock" />
              <span>You can look at these. Staff of the practice can change them.</span>
            </p>
          )}
          <RulesConflictNote {...{ portal, rules }} />
          {children(file)}
        </div>
        {mayChange && (
          <aside class="schedule-side" aria-label="Before you save">
            <BeforeSave {...{ portal, rules, practice }} />
            {aside}
          </aside>
        )}
      </div>
      {mayChange && <RulesSaveBar rules={rules} />}
      <LeaveGuard
        portal={portal}
        model={rules}
        names={listOfParts(rules.changed.value)}
        isWithin={(hash) => isOfRules(hash, practice)}
      />
    </>
  )
}
