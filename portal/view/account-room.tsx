import { useEffect, useMemo } from 'preact/hooks'
import { titleId } from '../focus.ts'
import { createAccount } from '../model/account.ts'
import type { Portal } from '../model/portal.ts'
import { AccountFactor } from './account-factor.tsx'
import { AccountName } from './account-name.tsx'
import { AccountPasskeys } from './account-passkeys.tsx'
import { AccountQuestions } from './account-questions.tsx'
import { AccountSessions } from './account-sessions.tsx'
import { PanelBones } from './bones.tsx'
import { failureWords } from './failure-words.ts'
import { Icon } from './icon.tsx'
import { Notice } from './notice.tsx'

/** How somebody signs in: name, password, second factor, passkeys, and where they are signed in. */
export function AccountRoom({ portal }: { portal: Portal }) {
  const model = useMemo(
    () =>
      createAccount({
        api: portal.api,
        announce: portal.announce,
        onFailure: portal.failed,
        onRenamed: portal.session.open,
        onLeft: portal.session.left,
      }),
    [portal],
  )
  useEffect(() => {
    portal.roomTitle.value = 'My account'
    void model.read()
  }, [model])
  const account = model.account.value
  const failure = model.failure.value
  return (
    <>
      <div class="top">
        <h1 id={titleId} tabIndex={-1}>
          My account
        </h1>
      </div>
      <div class="room account">
        {failure && !account ? (
          <Notice
            tone="danger"
            level="h2"
            title="Your account could not be read"
            technical={failure.code}
            action={{ words: 'Try again', icon: 'sync', act: model.read }}
          >
            {failureWords(failure)} Nothing of it has changed.
          </Notice>
        ) : account ? (
          <div class="panels">
            {model.done.value && (
              <p class="note success">
                <Icon name="check" />
                <span>{model.done.value}</span>
              </p>
            )}
            <AccountName key={account.name} model={model} account={account} />
            <AccountFactor model={model} account={account} />
            <AccountPasskeys portal={portal} model={model} account={account} />
            <AccountSessions portal={portal} model={model} account={account} />
          </div>
        ) : (
          <PanelBones words="Reading your account…" />
        )}
      </div>
      <AccountQuestions key={model.question.value?.about} portal={portal} model={model} />
    </>
  )
}
