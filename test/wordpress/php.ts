import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { getPHPLoaderModule } from '@php-wasm/node-8-3'
import { loadPHPRuntime, PHP } from '@php-wasm/universal'
import { pluginFiles } from '../../wordpress/zip.ts'

/** Where the plugin's files are, for the PHP that runs here. */
export const plugins = '/wordpress/wp-content/plugins'

/** PHP 8.3 in this very process, with the plugin's files in its own memory and nothing of this machine's. */
export async function startPhp(): Promise<PHP> {
  const php = new PHP(await loadPHPRuntime(await getPHPLoaderModule()))
  const standIns = readFileSync(new URL('stand-ins.php', import.meta.url))
  for (const [name, bytes] of Object.entries({ ...pluginFiles(), 'stand-ins.php': standIns })) {
    php.mkdir(dirname(`${plugins}/${name}`))
    php.writeFile(`${plugins}/${name}`, bytes)
  }
  return php
}

/**
 * Begins a request anew: WordPress' functions, the plugin, `init`; then what a test wants to know.
 *
 * @param code - PHP that returns a value which JSON can hold. `$given` is what is handed over.
 * @throws Error with PHP's own words: a warning or notice counts as much as a fault.
 */
export async function ask<Answer>(php: PHP, code: string, given: unknown = {}): Promise<Answer> {
  const { text, errors } = await php.run({
    code: `<?php
      error_reporting( E_ALL );
      set_error_handler( static function ( $no, $words, $file, $line ) { throw new ErrorException( $words, 0, $no, $file, $line ); } );
      require '${plugins}/stand-ins.php';
      require '${plugins}/chairtime/chairtime.php';
      do_action( 'init' );
      $given = json_decode( getenv( 'GIVEN' ), true );
      $answer = ( static function () use ( $given ) { ${code} } )();
      echo json_encode( $answer, JSON_THROW_ON_ERROR );`,
    env: { GIVEN: JSON.stringify(given) },
  })
  if (errors) throw new Error(errors)
  return JSON.parse(text) as Answer
}
