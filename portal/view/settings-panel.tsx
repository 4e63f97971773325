import type { ComponentChildren } from 'preact'

/** A titled group of settings. */
export function Panel({ id, title, children }: { id: string; title: string; children: ComponentChildren }) {
  return (
    <section class="panel" aria-labelledby={id}>
      <div class="panel-head">
        <h2 id={id}>{title}</h2>
      </div>
      <div class="panel-body">{children}</div>
    </section>
  )
}
