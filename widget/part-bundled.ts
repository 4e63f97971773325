/** In place of `part.ts` where a bundler makes the page: it splits the parts off, and finds them again by itself. */
const parts = {
  calendar: () => import('./parts/calendar.ts'),
  engine: () => import('./parts/engine.ts'),
  month: () => import('./parts/month.ts'),
  proof: () => import('./parts/proof.ts'),
}

export const part = (name: keyof typeof parts) => parts[name]()
