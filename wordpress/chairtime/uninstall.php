<?php
/**
 * Deleting the plugin deletes all that it ever wrote: one option. Patients' data was never here.
 *
 * @package chairtime
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

delete_option( 'chairtime_settings' );
