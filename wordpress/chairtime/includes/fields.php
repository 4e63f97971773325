<?php
/**
 * What can be said of a booking, and what of it is believed.
 *
 * @package chairtime
 */

defined( 'ABSPATH' ) || exit;

/** The option that holds the settings: an array of texts. */
const CHAIRTIME_OPTION = 'chairtime_settings';

/** What a shortcode or a block may say. The host is not among them: only the settings say where a script comes from. */
const CHAIRTIME_PLACE_FIELDS = array( 'practice', 'mode', 'label', 'theme', 'color', 'lang', 'reason', 'provider' );

/** What the settings say for every place that doesn't say it itself. */
const CHAIRTIME_SETTING_FIELDS = array( 'host', 'practice', 'mode', 'theme', 'color', 'lang' );

/** Those that are one of a few. Empty means: as it is when nothing is said. */
const CHAIRTIME_CHOICES = array(
	'mode'  => array( 'inline', 'popup', 'float' ),
	'theme' => array( 'light', 'dark' ),
	'lang'  => array( 'en', 'es', 'fr', 'de', 'ar', 'zh-Hans' ),
);

/**
 * The text as it may be used, or an empty text where it can't be meant.
 *
 * @param string $field One of CHAIRTIME_PLACE_FIELDS, or 'host'.
 * @param mixed  $value Whatever somebody typed, or a block says.
 * @return string
 */
function chairtime_clean( $field, $value ) {
	$text = is_string( $value ) ? trim( $value ) : '';
	if ( isset( CHAIRTIME_CHOICES[ $field ] ) ) {
		return in_array( $text, CHAIRTIME_CHOICES[ $field ], true ) ? $text : '';
	}
	switch ( $field ) {
		case 'host':
			return chairtime_clean_host( $text );
		case 'practice':
		case 'reason':
		case 'provider':
			return strlen( $text ) <= 64 && preg_match( '/^[a-z0-9]+(-[a-z0-9]+)*\z/', $text ) ? $text : '';
		case 'color':
			return chairtime_clean_color( $text );
		case 'label':
			return sanitize_text_field( $text );
	}
	return '';
}

/**
 * The origin of the chairtime server, such as https://book.example.com: no path, no user, and TLS but on one's own machine.
 *
 * @param string $text As typed; a page below the host may be named.
 * @return string Empty when it is no such address.
 */
function chairtime_clean_host( $text ) {
	$parts  = wp_parse_url( $text );
	$scheme = isset( $parts['scheme'] ) ? strtolower( $parts['scheme'] ) : '';
	$name   = isset( $parts['host'] ) ? strtolower( $parts['host'] ) : '';
	if ( ! preg_match( '/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?\z/', $name ) || isset( $parts['user'] ) || isset( $parts['pass'] ) ) {
		return '';
	}
	$is_here = 'localhost' === $name || '127.0.0.1' === $name;
	if ( 'https' !== $scheme && ! ( 'http' === $scheme && $is_here ) ) {
		return '';
	}
	return $scheme . '://' . $name . ( isset( $parts['port'] ) ? ':' . (int) $parts['port'] : '' );
}

/**
 * A CSS colour: a name, #hex, or one of the colour functions.
 *
 * @param string $text As typed.
 * @return string Empty when it is no colour. Whether a name is known, the browser decides.
 */
function chairtime_clean_color( $text ) {
	$is_color = preg_match( '/^(#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})|[a-z]{3,30}|(rgba?|hsla?|hwb|lab|lch|oklab|oklch)\([-\d\s.,%\/a-z]{1,60}\))\z/i', $text );
	return $is_color ? $text : '';
}

/**
 * The settings, each cleaned again: another plugin may have written them.
 *
 * @return array<string, string>
 */
function chairtime_settings() {
	$kept     = get_option( CHAIRTIME_OPTION, array() );
	$settings = array();
	foreach ( CHAIRTIME_SETTING_FIELDS as $field ) {
		$settings[ $field ] = chairtime_clean( $field, is_array( $kept ) && isset( $kept[ $field ] ) ? $kept[ $field ] : '' );
	}
	return $settings;
}
