/**
 * One class a method: what it computes from a batch.
 *
 * <p>Reading order: {@link kontrast.method.Method} is all that training asks of a method, {@link kontrast.method.Batch}
 * what it gets. {@link kontrast.method.SimClr} is one to begin with: its formula, its options, its loss. Below it,
 * {@link kontrast.method.ProjectionMethod} has encoder and head, {@link kontrast.method.AbstractMethod} the manager of
 * the parameters. Then {@link kontrast.method.MoCo}, which has a state beside the weights. The others belong to
 * families: {@link kontrast.method.Siamese} (SimSiam, BYOL, DINO, which differ in a line each), with
 * {@link kontrast.method.SwAv} and {@link kontrast.method.JointEmbedding} beside it,
 * {@link kontrast.method.PretextTask} (rotation, patches, jigsaw), {@link kontrast.method.GenerativeTask} (inpainting,
 * colours), {@link kontrast.method.Cmc} with {@code Towers} (several views), {@link kontrast.method.Cpc} with
 * {@link kontrast.method.CpcOptions} (prediction), {@link kontrast.method.Classifier} (with labels).
 * {@link kontrast.method.Clip} learns from pictures with words.
 */
package kontrast.method;
