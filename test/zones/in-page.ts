/** What a page gets as one script: the engine with its libraries, the fixture, and a look at the page's own clock. */
export { readSnapshot, starts } from '../../engine/index.ts'
export { answers, surroundings } from './answers.ts'
export { changesOf } from './intl-clock.ts'
