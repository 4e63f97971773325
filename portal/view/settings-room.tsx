import { useEffect, useMemo } from 'preact/hooks'
import type { Me } from '../../server/contract/desk.ts'
import { titleId } from '../focus.ts'
import type { Portal } from '../model/portal.ts'
import { createSettings, type SettingsModel } from '../model/settings.ts'
import { RoomBones } from './bones.tsx'
import { failureWords } from './failure-words.ts'
import { Icon } from './icon.tsx'
import { Notice } from './notice.tsx'
import { AddressSettings } from './settings-addresses.tsx'
import { ColorSettings } from './settings-color.tsx'
import { SettingsConflict } from './settings-conflict.tsx'
import { LanguageSettings } from './settings-languages.tsx'
import { LeaveGuard } from './settings-leave-guard.tsx'
import { MailSettings } from './settings-mail.tsx'
import { ModeDialog, ModeSettings } from './settings-mode.tsx'
import { WidgetPreview } from './settings-preview.tsx'
import { SaveBar } from './settings-save-bar.tsx'
import { SnippetSettings } from './settings-snippet.tsx'
import { WebsiteSettings } from './settings-websites.tsx'
import { fieldList } from './settings-words.ts'

type Practice = Me['practices'][number]

/** What every part of the settings gets. */
export type SettingsPart = { portal: Portal; model: SettingsModel; practice: Practice; mayChange: boolean }

/** What a practice sets for its desk, and how it looks on websites. */
export function SettingsRoom({ portal, practice }: { portal: Portal; practice: Practice }) {
  const model = useMemo(() => modelOf(portal, practice.id), [portal, practice.id])
  useEffect(() => {
    portal.roomTitle.value = 'Settings'
    void model.read()
  }, [model])
  const part = { portal, model, practice, mayChange: practice.role === 'owner' }
  return (
    <>
      <div class="top">
        <h1 id={titleId} tabIndex={-1}>
          Settings
        </h1>
        <LastChange {...part} />
      </div>
      <Content {...part} />
    </>
  )
}

/** By portal and practice: what was typed is still there when the room is entered again. */
const models = new WeakMap<Portal, Map<string, SettingsModel>>()

function modelOf(portal: Portal, practice: string): SettingsModel {
  const ofPortal = models.get(portal) ?? new Map<string, SettingsModel>()
  models.set(portal, ofPortal)
  const model =
    ofPortal.get(practice) ??
    createSettings({
      api: portal.api,
      practice,
      announce: portal.announce,
      onFailure: portal.failed,
      onMode: () => void readPractices(portal),
    })
  ofPortal.set(practice, model)
  return model
}

/** Silent when it fails: then the desk knows of the change at the next sign-in, and the server does anyway. */
async function readPractices({ api, session }: Portal): Promise<void> {
  const reply = await api.me()
  if (reply.ok && session.state.peek().at === 'signed-in') session.state.value = { at: 'signed-in', me: reply.value }
}

function LastChange({ portal, model }: SettingsPart) {
  const last = model.kept.value?.changed
  if (!last) return null
  return (
    <span class="small muted last-change">
      Changed by {last.by}, {portal.words.value.momentInSentence(Date.parse(last.at), portal.clock())}
    </span>
  )
}

function Content(part: SettingsPart) {
  const { portal, model, mayChange } = part
  const failure = model.failure.value
  const names = fieldList(model.changed.value)
  if (!model.draft.value) {
    return failure ? (
      <Notice
        tone="danger"
        level="h2"
        title="The settings could not be read"
        technical={failure.code}
        action={{ words: 'Try again', icon: 'sync', act: model.read }}
      >
        {failureWords(failure)} They hold as they were set.
      </Notice>
    ) : (
      <RoomBones room="settings" words="Reading the settings…" />
    )
  }
  return (
    <>
      <div class="room settings">
        <div class="settings-parts">
          {!mayChange && (
            <p class="note plain">
              <Icon name="lock" />
              <span>You can look at these. An owner of the practice can change them.</span>
            </p>
          )}
          <SettingsConflict {...part} />
          <AddressSettings {...part} />
          <MailSettings {...part} />
          <ModeSettings {...part} />
          <SnippetSettings {...part} />
          <WebsiteSettings {...part} />
          <ColorSettings {...part} />
          <LanguageSettings {...part} />
        </div>
        <WidgetPreview {...part} />
      </div>
      {mayChange && <SaveBar model={model} names={names} />}
      <ModeDialog {...part} />
      <LeaveGuard portal={portal} model={model} names={names} />
    </>
  )
}
