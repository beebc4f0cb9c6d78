package kontrast.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import kontrast.encoder.Encoder;
import kontrast.encoder.ProjectionHead;
import kontrast.loss.Critic;

/**
 * The networks of Contrastive Multiview Coding: for each view an encoder and a head of its own, for
 * each pair a critic.
 *
 * <pre>  h_i = f_i(v_i),  z_i = g_i(h_i) / |g_i(h_i)| </pre>
 */
final class Towers extends AbstractBlock {

    private final List<Block> encoders = new ArrayList<>();
    private final List<Block> heads = new ArrayList<>();
    private final List<Block> critics = new ArrayList<>();
    private final ViewGraph graph;

    Towers(Encoder encoder, ProjectionHead head, Critic critic, ViewGraph graph) {
        this.graph = graph;
        for (int i = 0; i < graph.views(); i++) {
            encoders.add(addChildBlock("encoder" + i, encoder.block()));
            heads.add(addChildBlock("head" + i, head.block()));
        }
        for (ViewGraph.Edge edge : graph.edges()) {
            String name = "critic%d%d".formatted(edge.first(), edge.second());
            critics.add(addChildBlock(name, critic.block()));
        }
    }

    Block encoder(int view) {
        return encoders.get(view);
    }

    Block head(int view) {
        return heads.get(view);
    }

    Block critic(int edge) {
        return critics.get(edge);
    }

    /** M views {@code [B, C_i, H, W]} to M embeddings of length 1, {@code [B, d]}. */
    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList views, boolean training, PairList<String, Object> params) {
        NDList z = new NDList();
        for (int i = 0; i < views.size(); i++) {
            NDList h = encoders.get(i).forward(store, new NDList(views.get(i)), training);
            NDArray g = heads.get(i).forward(store, h, training).singletonOrThrow(); // [B, d]
            z.add(g.normalize(2, 1));
        }
        return z;
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... views) {
        Shape[] z = new Shape[views.length];
        for (int i = 0; i < views.length; i++) {
            encoders.get(i).initialize(manager, type, views[i]);
            Shape[] h = encoders.get(i).getOutputShapes(new Shape[] {views[i]});
            heads.get(i).initialize(manager, type, h);
            z[i] = heads.get(i).getOutputShapes(h)[0];
        }
        for (int e = 0; e < critics.size(); e++) {
            ViewGraph.Edge edge = graph.edges().get(e);
            critics.get(e).initialize(manager, type, z[edge.first()], z[edge.second()]);
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] views) {
        Shape[] z = new Shape[views.length];
        for (int i = 0; i < views.length; i++) {
            Shape[] h = encoders.get(i).getOutputShapes(new Shape[] {views[i]});
            z[i] = heads.get(i).getOutputShapes(h)[0];
        }
        return z;
    }
}
