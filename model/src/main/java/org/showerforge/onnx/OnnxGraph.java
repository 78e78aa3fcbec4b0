package org.showerforge.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;
import org.showerforge.card.Version;

/** An ONNX graph under construction: inputs, constants, nodes and outputs. */
final class OnnxGraph {
  /** Of 2020: Geant4 installations are seldom new. */
  static final int OPSET = 13;

  /** The file format that came with it. */
  static final int IR_VERSION = 7;

  private static final String ROWS = "N";

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("generator");
  private int names;

  /** An input of numbers by event. */
  Tensor input(String name, int columns) {
    graph.addInput(described(name, columns));
    return new Tensor(this, name, Tensor.Type.FLOAT);
  }

  /** Makes a tensor of floats an output. */
  void output(String name, int columns, Tensor tensor) {
    graph.addNode(
        NodeProto.newBuilder().setOpType("Identity").addInput(tensor.name()).addOutput(name));
    graph.addOutput(described(name, columns));
  }

  private static ValueInfoProto described(String name, int columns) {
    TensorShapeProto shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(ROWS))
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(columns))
            .build();
    TypeProto type =
        TypeProto.newBuilder()
            .setTensorType(
                TypeProto.Tensor.newBuilder().setElemType(Tensor.Type.FLOAT.code()).setShape(shape))
            .build();
    return ValueInfoProto.newBuilder().setName(name).setType(type).build();
  }

  /** A node with one output. */
  Tensor node(String operator, Tensor.Type type, List<Tensor> in, AttributeProto... attributes) {
    return nodes(operator, List.of(type), in, attributes).get(0);
  }

  /** A node with outputs of the given types. */
  List<Tensor> nodes(
      String operator, List<Tensor.Type> types, List<Tensor> in, AttributeProto... attributes) {
    NodeProto.Builder node =
        NodeProto.newBuilder().setOpType(operator).addAllAttribute(Arrays.asList(attributes));
    in.forEach(tensor -> node.addInput(tensor.name()));
    List<Tensor> out = types.stream().map(type -> new Tensor(this, nextName(), type)).toList();
    out.forEach(tensor -> node.addOutput(tensor.name()));
    graph.addNode(node);
    return out;
  }

  private String nextName() {
    return "t" + names++;
  }

  /** Constant numbers. */
  Tensor floats(float[] values, long... shape) {
    ByteBuffer bytes = buffer(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return constant(Tensor.Type.FLOAT, bytes, shape);
  }

  /** Constant numbers. */
  Tensor doubles(double[] values, long... shape) {
    ByteBuffer bytes = buffer(values.length * Double.BYTES);
    bytes.asDoubleBuffer().put(values);
    return constant(Tensor.Type.DOUBLE, bytes, shape);
  }

  /** Constant whole numbers, a vector. */
  Tensor longs(long... values) {
    ByteBuffer bytes = buffer(values.length * Long.BYTES);
    bytes.asLongBuffer().put(values);
    return constant(Tensor.Type.INT64, bytes, values.length);
  }

  /** Constant whole numbers, a vector. */
  Tensor longs(int[] values) {
    return longs(Arrays.stream(values).asLongStream().toArray());
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private Tensor constant(Tensor.Type type, ByteBuffer bytes, long... shape) {
    Tensor tensor = new Tensor(this, nextName(), type);
    TensorProto.Builder proto =
        TensorProto.newBuilder()
            .setName(tensor.name())
            .setDataType(type.code())
            .setRawData(ByteString.copyFrom(bytes));
    Arrays.stream(shape).forEach(proto::addDims);
    graph.addInitializer(proto);
    return tensor;
  }

  /** A whole number as an attribute of a node. */
  static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
  }

  /** A number as an attribute of a node. */
  static AttributeProto attribute(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  /** Whole numbers as an attribute of a node. */
  static AttributeProto attribute(String name, List<Integer> values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.INTS)
        .addAllInts(values.stream().map(Integer::longValue).toList())
        .build();
  }

  /** The model as a file. */
  byte[] model(Map<String, String> metadata) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
            .setProducerName("showerforge")
            .setProducerVersion(Version.current())
            .setGraph(graph);
    metadata.forEach(
        (key, value) ->
            model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model.build().toByteArray();
  }
}
