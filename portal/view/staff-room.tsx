import { useEffect, useMemo } from 'preact/hooks'
import type { Me } from '../../server/contract/desk.ts'
import { titleId } from '../focus.ts'
import type { Portal } from '../model/portal.ts'
import { createStaff } from '../model/staff.ts'
import { PanelBones } from './bones.tsx'
import { failureWords } from './failure-words.ts'
import { Icon } from './icon.tsx'
import { Notice } from './notice.tsx'
import { StaffInvite } from './staff-invite.tsx'
import { StaffInvited } from './staff-invited.tsx'
import { StaffMembers } from './staff-members.tsx'
import { StaffQuestions } from './staff-questions.tsx'

type Practice = Me['practices'][number]

/** Who works for the practice, and who is invited; for its owners. */
export function StaffRoom({ portal, practice }: { portal: Portal; practice: Practice }) {
  const model = useMemo(
    () =>
      createStaff({
        api: portal.api,
        practice: practice.id,
        me: portal.session.me.value?.user.id ?? '',
        announce: portal.announce,
        onFailure: portal.failed,
        onOwnChange: portal.session.open,
      }),
    [portal, practice.id],
  )
  const isOwner = practice.role === 'owner'
  useEffect(() => {
    portal.roomTitle.value = 'Staff'
    if (isOwner) void model.read()
  }, [model, isOwner])
  const failure = model.failure.value
  const list = model.list.value
  return (
    <>
      <div class="top">
        <h1 id={titleId} tabIndex={-1}>
          Staff
        </h1>
      </div>
      <div class="room staff">
        {!isOwner ? (
          <Notice tone="plain" icon="lock" level="h2" title="Owners look after this">
            Ask an owner of {practice.name} when somebody needs access, or another role.
          </Notice>
        ) : failure && !list ? (
          <Notice
            tone="danger"
            level="h2"
            title="The staff could not be read"
            technical={failure.code}
            action={{ words: 'Try again', icon: 'sync', act: model.read }}
          >
            {failureWords(failure)} Nobody’s access has changed.
          </Notice>
        ) : list ? (
          <div class="panels">
            {model.done.value && (
              <p class="note success">
                <Icon name="check" />
                <span>{model.done.value}</span>
              </p>
            )}
            <StaffMembers model={model} list={list} />
            <StaffInvite portal={portal} model={model} />
            {list.invited.length > 0 && <StaffInvited portal={portal} model={model} list={list} />}
          </div>
        ) : (
          <PanelBones words="Reading the staff…" />
        )}
      </div>
      <StaffQuestions model={model} practice={practice} />
    </>
  )
}
