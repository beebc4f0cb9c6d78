/**
 * Encoders f and heads g: small networks as DJL blocks, and how their weights are drawn.
 *
 * <p>Reading order: {@link kontrast.encoder.Encoder} is the plan of a network, {@link kontrast.encoder.SmallCnn} the
 * usual one, made of {@code Layers} and a {@link kontrast.encoder.Norm}; {@link kontrast.encoder.ProjectionHead} stands
 * on top. Then {@link kontrast.encoder.ResNet18}, {@link kontrast.encoder.MomentumEncoder}, and the networks of CPC
 * from {@link kontrast.encoder.PatchedEncoder} on. {@link kontrast.encoder.TextEncoder} is the plan of a network that
 * reads.
 */
package kontrast.encoder;
