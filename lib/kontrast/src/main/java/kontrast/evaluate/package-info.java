/**
 * What frozen features are worth: nearest neighbours, linear probe, retrieval, signs of collapse.
 *
 * <p>Everything here computes on the CPU in single or double precision, so that a figure does not
 * depend on the device that trained the encoder.
 *
 * <p>Reading order: {@link kontrast.evaluate.Features} are what an encoder makes of a data set; {@link
 * kontrast.evaluate.Knn}, {@link kontrast.evaluate.LinearProbe}, {@link kontrast.evaluate.Retrieval} and {@link
 * kontrast.evaluate.Collapse} each measure them. {@link kontrast.evaluate.Protocol} does all of it for several methods,
 * with seeds and baselines; {@link kontrast.evaluate.Summary} is mean and spread over seeds. {@link
 * kontrast.evaluate.TransferTable}, {@link kontrast.evaluate.Propagation}, {@link kontrast.evaluate.ZeroShot}, {@link
 * kontrast.evaluate.PixelMatching} and {@link kontrast.evaluate.LinearCka} measure for one lecture each.
 */
package kontrast.evaluate;
