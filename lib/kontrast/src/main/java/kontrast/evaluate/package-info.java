/**
 * What frozen features are worth: nearest neighbours, linear probe, retrieval, signs of collapse.
 *
 * <p>Everything here computes on the CPU in single or double precision, so that a figure does not
 * depend on the device that trained the encoder.
 */
package kontrast.evaluate;
