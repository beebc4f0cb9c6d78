/**
 * The ground floor: what every other package needs of DJL and of chance. Gradients off, copies between
 * the host and the device, random streams that need no saved state.
 */
package kontrast.tensor;
