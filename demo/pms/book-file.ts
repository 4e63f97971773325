import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { Resource } from './fhir-store.ts'

/**
 * What stands in the book, as a file: NDJSON, a FHIR resource on each line.
 *
 * @param path - Where it is, or is to be; its folder must be there.
 */
export function bookFile(path: string) {
  return {
    /** Null: there is none yet. */
    read(): readonly Resource[] | null {
      try {
        const lines = readFileSync(path, 'utf8').split('\n')
        return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Resource)
      } catch (error) {
        if ((error as { code?: unknown }).code === 'ENOENT') return null
        throw error
      }
    },
    /** All of it or nothing: should the process end meanwhile, the one before is still there. */
    write(resources: readonly Resource[]): void {
      const text = resources.map((resource) => `${JSON.stringify(resource)}\n`).join('')
      writeFileSync(`${path}.new`, text, { mode: 0o600, flush: true })
      renameSync(`${path}.new`, path)
    },
  }
}

export type BookFile = ReturnType<typeof bookFile>
