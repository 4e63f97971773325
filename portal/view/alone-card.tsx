import type { ComponentChildren } from 'preact'
import { Logo } from './logo.tsx'

/** A page with one card on it, for whoever isn't at the desk yet. */
export function AloneCard({ children }: { children: ComponentChildren }) {
  return (
    <main class="alone">
      <div class="card sign-in">
        <p class="brand">
          <Logo /> chairtime
        </p>
        {children}
      </div>
    </main>
  )
}
