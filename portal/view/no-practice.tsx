import type { Me } from '../../server/contract/desk.ts'
import type { Portal } from '../model/portal.ts'
import { formatRoute } from '../model/route.ts'
import { AloneCard } from './alone-card.tsx'
import { Icon } from './icon.tsx'
import { SignOutButton } from './sign-out-button.tsx'

/** The account is right, but it doesn't work for the practice asked for, or for none. */
export function NoPractice({ portal, me }: { portal: Portal; me: Me }) {
  const others = me.practices
  return (
    <AloneCard>
      {others.length > 0 ? (
        <>
          <h1 class="title">This link belongs to another practice</h1>
          <p>Your account does not work for it. You can go on with:</p>
          <ul class="links">
            {others.map((each) => (
              <li key={each.id}>
                <a href={formatRoute(each.id)}>{each.name}</a>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <>
          <h1 class="title">Your account belongs to no practice yet</h1>
          <p>Whoever runs chairtime adds it with this command. ID is the short name of the practice:</p>
          <pre class="code">
            <code>
              chairtime staff add {me.user.email} <span class="together">--practice ID</span>
            </code>
          </pre>
          <button type="button" class="button main" onClick={() => void portal.session.open()}>
            <Icon name="sync" />
            Look again
          </button>
        </>
      )}
      <p class="small muted">Signed in as {me.user.email}</p>
      <SignOutButton session={portal.session} />
    </AloneCard>
  )
}
