/** Our Caffe: the field that HardSwish reads, written as the .proto that declares it. */
import { defineDialect } from 'caffe-lint';

export const ours = defineDialect({
  id: 'ours',
  title: 'Our Caffe',
  layerTypes: ['HardSwish'],
  proto: new URL('./ours.proto', import.meta.url),
});
