/**
 * Configuration: YAML into validated records.
 *
 * <p>Takes the defaults of an options record, a YAML file and single {@code key=value} settings;
 * gives one validated record, the YAML that says all of it, and a hash that is equal exactly when
 * two configurations are. Keeps nothing.
 *
 * <p>Order of precedence, the later wins: defaults in the records, the file, the settings in the
 * order given. Keys are the record components in kebab-case, nested keys are joined by dots. A key
 * that no record knows is an error.
 */
package io.lorentz.trading.configuration;
