<?php
/**
 * Plugin Name:       chairtime
 * Description:       Appointment requests of a dental, medical or chiropractic practice: the times that are truly free, as a block or a shortcode.
 * Version:           0.1.0
 * Requires at least: 6.3
 * Requires PHP:      7.4
 * Author:            The chairtime authors
 * License:           MIT
 * License URI:       https://opensource.org/license/mit
 * Text Domain:       chairtime
 *
 * @package chairtime
 */

defined( 'ABSPATH' ) || exit;

require __DIR__ . '/includes/fields.php';
require __DIR__ . '/includes/place.php';
require __DIR__ . '/includes/settings.php';

add_action( 'init', 'chairtime_register' );
add_action( 'admin_init', 'chairtime_register_settings' );
add_action( 'admin_menu', 'chairtime_add_settings_page' );
add_filter( 'plugin_action_links_' . plugin_basename( __FILE__ ), 'chairtime_action_links' );

/** Makes the shortcode and the block known. Neither loads anything on a page that doesn't have it. */
function chairtime_register() {
	add_shortcode( 'chairtime', 'chairtime_shortcode' );
	register_block_type( __DIR__ . '/block', array( 'render_callback' => 'chairtime_block' ) );
}
