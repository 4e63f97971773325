<?php
/**
 * The shortcode and the block: a place on the page that chairtime's script fills.
 *
 * @package chairtime
 */

defined( 'ABSPATH' ) || exit;

/**
 * [chairtime practice="elm" mode="popup" label="Book online"]
 *
 * @param array<string, string>|string $given What the shortcode says; an empty text when nothing.
 * @return string
 */
function chairtime_shortcode( $given ) {
	return chairtime_place( shortcode_atts( array_fill_keys( CHAIRTIME_PLACE_FIELDS, '' ), (array) $given, 'chairtime' ), '' );
}

/**
 * The block as visitors get it.
 *
 * @param array<string, mixed> $given What the block says.
 * @return string
 */
function chairtime_block( $given ) {
	return chairtime_place( (array) $given, get_block_wrapper_attributes() );
}

/**
 * The place and, by calling for it here, the script on this page and on no other.
 *
 * @param array<string, mixed> $given   By the names of CHAIRTIME_PLACE_FIELDS.
 * @param string               $wrapper Further attributes, escaped.
 * @return string Nothing for visitors where the host or the practice isn't known; those who can edit are told.
 */
function chairtime_place( $given, $wrapper ) {
	$settings = chairtime_settings();
	$said     = array();
	foreach ( CHAIRTIME_PLACE_FIELDS as $field ) {
		$own            = chairtime_clean( $field, isset( $given[ $field ] ) ? $given[ $field ] : '' );
		$said[ $field ] = '' === $own && isset( $settings[ $field ] ) ? $settings[ $field ] : $own;
	}
	// An id that can't be one is a slip: another practice's booking in its place would be worse than none.
	$is_slip = ! empty( $given['practice'] ) && '' === chairtime_clean( 'practice', $given['practice'] );
	if ( '' === $settings['host'] || '' === $said['practice'] || $is_slip ) {
		return chairtime_missing();
	}
	wp_enqueue_script(
		'chairtime-book',
		$settings['host'] . '/v1/book.js',
		array(),
		// The server says itself for how long its script may be kept.
		null, // phpcs:ignore WordPress.WP.EnqueuedResourceParameters.MissingVersion
		array(
			'strategy'  => 'async',
			'in_footer' => true,
		)
	);
	// Named outright, since an optimiser may put the script somewhere else.
	$attributes = ' data-chairtime="' . esc_attr( $said['practice'] ) . '" data-api="' . esc_attr( $settings['host'] ) . '"';
	foreach ( $said as $field => $value ) {
		if ( '' !== $value && 'practice' !== $field ) {
			$attributes .= ' data-' . $field . '="' . esc_attr( $value ) . '"';
		}
	}
	// For whoever has no script: the practice's own page.
	$link = '<a href="' . esc_url( $settings['host'] . '/' . $said['practice'] ) . '">' . esc_html__( 'Request an appointment', 'chairtime' ) . '</a>';
	return '<div' . ( '' === $wrapper ? '' : ' ' . $wrapper ) . $attributes . '>' . $link . '</div>';
}

/**
 * What stands where the booking can't.
 *
 * @return string
 */
function chairtime_missing() {
	if ( ! current_user_can( 'edit_posts' ) ) {
		return '';
	}
	return '<p>' . esc_html__( 'chairtime: say under Settings → chairtime where the server is, and there or here which practice it is for, like elm. Only people who can edit see this.', 'chairtime' ) . '</p>';
}
