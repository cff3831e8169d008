export default {
  title: "Dropshipping",
  lead: "The outbound orders of the warehouse.",
};
