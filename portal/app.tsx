import type { Portal } from './model/portal.ts'
import { failureWords } from './view/failure-words.ts'
import { Icon } from './view/icon.tsx'
import { KeysSheet } from './view/keys-sheet.tsx'
import { LiveRegion } from './view/live-region.tsx'
import { NoPractice } from './view/no-practice.tsx'
import { Notice } from './view/notice.tsx'
import { Shell } from './view/shell.tsx'
import { SignIn } from './view/sign-in.tsx'
import { Invitation } from './view/sign-in-invitation.tsx'

export function App({ portal }: { portal: Portal }) {
  return (
    <div class="screen">
      <Screen portal={portal} />
      <LiveRegion said={portal.said} />
    </div>
  )
}

function Screen({ portal }: { portal: Portal }) {
  const route = portal.route.value
  if (route.at === 'invitation') return <Invitation portal={portal} practice={route.practice} token={route.token} />
  const state = portal.session.state.value
  switch (state.at) {
    case 'opening':
      return (
        <main class="alone late" aria-busy="true">
          <p class="row muted">
            <Icon name="clock" /> Opening chairtime…
          </p>
        </main>
      )
    case 'unavailable':
      return (
        <main class="alone">
          <Notice
            tone="danger"
            level="h1"
            title="chairtime could not be opened"
            technical={state.failure.code}
            action={{ words: 'Try again', icon: 'sync', act: portal.session.open }}
          >
            {failureWords(state.failure)}
          </Notice>
        </main>
      )
    case 'signed-out':
      return <SignIn session={portal.session} why={state.why} />
    case 'signed-in':
      if (!portal.practice.value) return <NoPractice portal={portal} me={state.me} />
      return (
        <>
          <Shell portal={portal} me={state.me} practice={portal.practice.value} />
          <KeysSheet portal={portal} />
        </>
      )
  }
}
