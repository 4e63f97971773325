<?php
/**
 * Settings → chairtime.
 *
 * @package chairtime
 */

defined( 'ABSPATH' ) || exit;

/** The page's name, and that of its group of settings. */
const CHAIRTIME_PAGE = 'chairtime';

/** Through WordPress' own Settings API: options.php asks for its nonce and for `manage_options` before anything is kept. */
function chairtime_register_settings() {
	register_setting(
		CHAIRTIME_PAGE,
		CHAIRTIME_OPTION,
		array(
			'type'              => 'array',
			'sanitize_callback' => 'chairtime_sanitize_settings',
			'default'           => array(),
			'show_in_rest'      => false,
		)
	);
	add_settings_section( 'chairtime_server', __( 'Server', 'chairtime' ), '__return_null', CHAIRTIME_PAGE );
	add_settings_section( 'chairtime_look', __( 'For every place that says nothing else', 'chairtime' ), '__return_null', CHAIRTIME_PAGE );
	foreach ( chairtime_labels() as $field => $label ) {
		add_settings_field(
			'chairtime_' . $field,
			$label,
			'chairtime_show_field',
			CHAIRTIME_PAGE,
			in_array( $field, array( 'host', 'practice' ), true ) ? 'chairtime_server' : 'chairtime_look',
			array(
				'field'     => $field,
				'label_for' => 'chairtime_' . $field,
			)
		);
	}
}

/**
 * What the fields are called, in the order of the page.
 *
 * @return array<string, string>
 */
function chairtime_labels() {
	return array(
		'host'     => __( 'Address of the chairtime server', 'chairtime' ),
		'practice' => __( 'Practice id', 'chairtime' ),
		'mode'     => __( 'Where it opens', 'chairtime' ),
		'theme'    => __( 'Light or dark', 'chairtime' ),
		'color'    => __( 'Colour', 'chairtime' ),
		'lang'     => __( 'Language', 'chairtime' ),
	);
}

/** Below Settings, for whoever may change options. */
function chairtime_add_settings_page() {
	add_options_page( __( 'chairtime', 'chairtime' ), __( 'chairtime', 'chairtime' ), 'manage_options', CHAIRTIME_PAGE, 'chairtime_show_page' );
}

/** The page with its form. */
function chairtime_show_page() {
	if ( ! current_user_can( 'manage_options' ) ) {
		return;
	}
	echo '<div class="wrap"><h1>' . esc_html( get_admin_page_title() ) . '</h1><form action="options.php" method="post">';
	settings_fields( CHAIRTIME_PAGE );
	do_settings_sections( CHAIRTIME_PAGE );
	submit_button();
	echo '</form></div>';
}

/**
 * One field: a choice where there are a few, else a line to type in.
 *
 * @param array{field: string} $asked Which one.
 */
function chairtime_show_field( $asked ) {
	$field = $asked['field'];
	$id    = 'chairtime_' . $field;
	$name  = CHAIRTIME_OPTION . '[' . $field . ']';
	$value = chairtime_settings()[ $field ];
	$help  = chairtime_help( $field );
	$about = '' === $help ? '' : ' aria-describedby="' . esc_attr( $id . '_help' ) . '"';
	if ( isset( CHAIRTIME_CHOICES[ $field ] ) ) {
		// phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped where it was made.
		echo '<select id="' . esc_attr( $id ) . '" name="' . esc_attr( $name ) . '"' . $about . '>';
		foreach ( chairtime_choice_labels( $field ) as $choice => $label ) {
			echo '<option value="' . esc_attr( $choice ) . '"' . selected( $value, $choice, false ) . '>' . esc_html( $label ) . '</option>';
		}
		echo '</select>';
	} else {
		$type = 'host' === $field ? 'url' : 'text';
		// phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped where it was made.
		echo '<input class="regular-text code" type="' . esc_attr( $type ) . '" id="' . esc_attr( $id ) . '" name="' . esc_attr( $name ) . '" value="' . esc_attr( $value ) . '"' . $about . '>';
	}
	if ( '' !== $help ) {
		echo '<p class="description" id="' . esc_attr( $id . '_help' ) . '">' . esc_html( $help ) . '</p>';
	}
}

/**
 * What a choice is called; the empty one comes first.
 *
 * @param string $field 'mode', 'theme' or 'lang'.
 * @return array<string, string>
 */
function chairtime_choice_labels( $field ) {
	switch ( $field ) {
		case 'mode':
			return array(
				''      => __( 'In the page', 'chairtime' ),
				'popup' => __( 'In a dialog, from a button', 'chairtime' ),
				'float' => __( 'In a dialog, from a button that stays in the corner', 'chairtime' ),
			);
		case 'theme':
			return array(
				''      => __( 'As the visitor’s device is set', 'chairtime' ),
				'light' => __( 'Light', 'chairtime' ),
				'dark'  => __( 'Dark', 'chairtime' ),
			);
	}
	return array(
		''        => __( 'The language of the page', 'chairtime' ),
		'en'      => 'English',
		'es'      => 'Español',
		'fr'      => 'Français',
		'de'      => 'Deutsch',
		'ar'      => 'العربية',
		'zh-Hans' => '简体中文',
	);
}

/**
 * A line below the field.
 *
 * @param string $field One of CHAIRTIME_SETTING_FIELDS.
 * @return string
 */
function chairtime_help( $field ) {
	switch ( $field ) {
		case 'host':
			return __( 'Like https://book.example.com. The script comes from there; nothing else does.', 'chairtime' );
		case 'practice':
			return __( 'The last part of the address of the practice’s own page, like elm.', 'chairtime' );
		case 'color':
			return __( 'Any CSS colour, like #0b6e6e. Left empty: the practice’s own.', 'chairtime' );
	}
	return '';
}

/**
 * What is kept of what was typed. What can't be meant is not kept; the old value stays, and the page says so.
 *
 * @param mixed $typed From the form, or from another plugin.
 * @return array<string, string>
 */
function chairtime_sanitize_settings( $typed ) {
	$before = chairtime_settings();
	$kept   = array();
	foreach ( chairtime_labels() as $field => $label ) {
		$value          = is_array( $typed ) && isset( $typed[ $field ] ) && is_string( $typed[ $field ] ) ? trim( $typed[ $field ] ) : '';
		$kept[ $field ] = chairtime_clean( $field, $value );
		if ( '' !== $value && '' === $kept[ $field ] ) {
			$kept[ $field ] = $before[ $field ];
			/* translators: %s: name of a field. */
			add_settings_error( CHAIRTIME_OPTION, 'chairtime_' . $field, sprintf( __( '%s: this can’t be used, so it stays as it was.', 'chairtime' ), $label ) );
		}
	}
	return $kept;
}

/**
 * A way to the settings from the list of plugins.
 *
 * @param string[] $links Those that are there.
 * @return string[]
 */
function chairtime_action_links( $links ) {
	$address = admin_url( 'options-general.php?page=' . CHAIRTIME_PAGE );
	array_unshift( $links, '<a href="' . esc_url( $address ) . '">' . esc_html__( 'Settings', 'chairtime' ) . '</a>' );
	return $links;
}
