<?php
// The few functions of WordPress that the plugin calls, doing what WordPress documents of them and no more. What was asked
// of them is kept in $GLOBALS['asked'] for the tests.

define( 'ABSPATH', '/wordpress/' );

$GLOBALS['asked']      = array( 'enqueued' => array(), 'pages' => array(), 'faults' => array(), 'deleted' => array() );
$GLOBALS['hooks']      = array();
$GLOBALS['shortcodes'] = array();
$GLOBALS['blocks']     = array();
$GLOBALS['registered'] = array();
$GLOBALS['fields']     = array();
$GLOBALS['options']    = array();
$GLOBALS['can']        = array();

function __( $text, $domain ) {
	return 'chairtime' === $domain ? $text : '(no text domain) ' . $text;
}
function esc_html( $text ) {
	return htmlspecialchars( (string) $text, ENT_QUOTES, 'UTF-8', false );
}
function esc_attr( $text ) {
	return esc_html( $text );
}
function esc_html__( $text, $domain ) {
	return esc_html( __( $text, $domain ) );
}
function esc_url( $url ) {
	return preg_match( '/^(https?:|\/)/', $url ) ? str_replace( array( '"', "'", '<', '>', ' ' ), '', $url ) : '';
}
function sanitize_text_field( $text ) {
	return trim( preg_replace( '/\s+/', ' ', strip_tags( $text ) ) );
}
function wp_parse_url( $url ) {
	return parse_url( $url );
}

function add_action( $name, $callback ) {
	$GLOBALS['hooks'][ $name ][] = $callback;
}
function add_filter( $name, $callback ) {
	add_action( $name, $callback );
}
function do_action( $name ) {
	foreach ( isset( $GLOBALS['hooks'][ $name ] ) ? $GLOBALS['hooks'][ $name ] : array() as $callback ) {
		$callback();
	}
}
function apply_filters( $name, $value ) {
	foreach ( isset( $GLOBALS['hooks'][ $name ] ) ? $GLOBALS['hooks'][ $name ] : array() as $callback ) {
		$value = $callback( $value );
	}
	return $value;
}

function add_shortcode( $name, $callback ) {
	$GLOBALS['shortcodes'][ $name ] = $callback;
}
function shortcode_atts( $known, $given ) {
	return array_merge( $known, array_intersect_key( $given, $known ) );
}
function register_block_type( $folder, $more ) {
	$block                              = json_decode( file_get_contents( $folder . '/block.json' ), true );
	$GLOBALS['blocks'][ $block['name'] ] = $more + $block;
}
function get_block_wrapper_attributes() {
	return 'class="wp-block-chairtime-booking"';
}
function wp_enqueue_script( $handle, $src, $needs, $version, $how ) {
	$GLOBALS['asked']['enqueued'][ $handle ] = compact( 'src', 'needs', 'version', 'how' );
}

function current_user_can( $capability ) {
	return in_array( $capability, $GLOBALS['can'], true );
}
function plugin_basename( $file ) {
	return 'chairtime/' . basename( $file );
}
function admin_url( $path ) {
	return 'https://site.example.com/wp-admin/' . $path;
}
function get_admin_page_title() {
	return 'chairtime';
}

function get_option( $name, $otherwise ) {
	return isset( $GLOBALS['options'][ $name ] ) ? $GLOBALS['options'][ $name ] : $otherwise;
}
function update_option( $name, $value ) {
	$GLOBALS['options'][ $name ] = isset( $GLOBALS['registered'][ $name ] ) ? $GLOBALS['registered'][ $name ]['sanitize_callback']( $value ) : $value;
}
function delete_option( $name ) {
	$GLOBALS['asked']['deleted'][] = $name;
	unset( $GLOBALS['options'][ $name ] );
}
function register_setting( $group, $name, $how ) {
	$GLOBALS['registered'][ $name ] = $how + array( 'group' => $group );
}
function add_settings_error( $name, $code, $text ) {
	$GLOBALS['asked']['faults'][] = $text;
}
function add_options_page( $title, $words, $capability, $slug, $show ) {
	$GLOBALS['asked']['pages'][] = compact( 'title', 'capability', 'slug', 'show' );
}
function add_settings_section( $id, $title, $callback, $page ) {
	$GLOBALS['sections'][ $page ][ $id ] = $title;
}
function add_settings_field( $id, $title, $callback, $page, $section, $args ) {
	$GLOBALS['fields'][ $page ][ $section ][] = compact( 'title', 'callback', 'args' );
}
function settings_fields( $group ) {
	echo '<input type="hidden" name="option_page" value="' . esc_attr( $group ) . '"><input type="hidden" name="_wpnonce" value="nonce">';
}
function do_settings_sections( $page ) {
	foreach ( $GLOBALS['sections'][ $page ] as $id => $title ) {
		echo '<h2>' . esc_html( $title ) . '</h2>';
		foreach ( $GLOBALS['fields'][ $page ][ $id ] as $field ) {
			echo '<label for="' . esc_attr( $field['args']['label_for'] ) . '">' . esc_html( $field['title'] ) . '</label>';
			$field['callback']( $field['args'] );
		}
	}
}
function selected( $value, $current ) {
	return $value === $current ? " selected='selected'" : '';
}
function submit_button() {
	echo '<button type="submit">Save</button>';
}
